"""The platform as the demo's tests see it: the public contract in memory, with just enough rules to say no.

It answers at once and knows one warehouse; what it proves is the run, not the platform.
"""

import json
from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs
from uuid import uuid4

import httpx

Body = dict[str, Any]
ZERO = Decimal(0)


class No(Exception):
    def __init__(self, status: int, slug: str) -> None:
        self.status, self.slug = status, slug


class Platform:
    def __init__(self) -> None:
        self.partners: dict[str, Body] = {}
        self.lists: dict[str, dict[str, Body]] = defaultdict(dict)
        self.answers: dict[str, tuple[bytes, Body]] = {}
        self.free: dict[str, Decimal] = {}
        self.costs: dict[str, Decimal] = {}
        self.prices: dict[str, Decimal] = {}
        self.held: dict[str, dict[str, Decimal]] = {}
        self.short: list[tuple[str, str, Decimal]] = []
        self.approvals: dict[str, tuple[str, str]] = {}  # service and document
        self.open: dict[str, Decimal] = defaultdict(lambda: ZERO)
        self.owed: dict[str, Decimal] = defaultdict(lambda: ZERO)
        self.blockers: list[Body] = []
        self.commands = 0
        self.replays = 0

    def transport(self) -> httpx.MockTransport:
        return httpx.MockTransport(self.answer)

    def answer(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == "/oauth/token":
            form = parse_qs(request.content.decode())
            return httpx.Response(200, json={"access_token": form["username"][0], "expires_in": 300})
        assert request.headers["Authorization"].startswith("Bearer ")
        service, _, rest = request.url.path.removeprefix("/api/").partition("/v1/")
        try:
            if request.method == "GET":
                return httpx.Response(200, json=self._read(service, rest, dict(request.url.params)))
            return self._command(service, rest, request)
        except No as no:
            return httpx.Response(no.status, json={"type": f"https://x/{no.slug}", "detail": "No."})

    # --- reading

    def _read(self, service: str, path: str, params: dict[str, str]) -> Body:  # noqa: PLR0911  # one for each endpoint
        match path.split("/"):
            case ["event-positions"]:
                return {"outbox_rows": 0, "parked_messages": 0, "positions": []}
            case ["invariants"]:
                return {"checks": [{"name": f"{service} holds", "ok": True, "detail": "1 checked", "rows": []}]}
            case ["margins", "cube"]:
                sold = self._summary(params["from"], params["until"]) | {"rate": "0.5"}
                return {"items": [sold | {"key": "all", "name": "All"}], "total": sold}
            case ["summary"]:
                return self._summary(params["from"], params["until"])
            case ["trial-balance"]:
                row = {"account": "37", "name_en": "Stocks", "debit": "1.00", "credit": "1.00", "balance": "0.00"}
                return {"accounts": [row]}
            case ["periods", month, "closing"]:
                return {"content_hash": month, "blockers": self.blockers}
            case ["credit", partner]:
                limit = self.partners[partner]["credit_limit"]
                return {"credit_limit": limit, "exposure": str(self._exposure(partner))}
            case [noun, id_]:
                return self.lists[f"{service}/{noun}"][id_]
            case _:
                return self._page(f"{service}/{path}", params)

    def _page(self, noun: str, params: dict[str, str]) -> Body:
        found = self._items(noun, params)
        start = int(params.get("cursor", 0))
        page = found[start : start + int(params.get("limit", 50))]
        more = start + len(page) < len(found)
        return {"items": page, "next_cursor": str(start + len(page)) if more else None}

    def _items(self, noun: str, params: dict[str, str]) -> list[Body]:  # noqa: PLR0911  # one for each list
        match noun:
            case "pricing/costs":
                return [{"product_id": product} for product in self.costs]
            case "accounting/aged-balance":
                balances = self.open if params["side"] == "customers" else self.owed
                return [{"partner_id": id_, "total": str(total)} for id_, total in balances.items()]
            case "accounting/open-items":
                return [{"open_amount": str(self.open[params["partner_id"]])}]
            case "accounting/valuation":
                return self._valuation()
            case "inventory/reservations":
                order = params["sales_order_id"]
                waits = {product: missing for id_, product, missing in self.short if id_ == order}
                return [
                    {"quantity_reserved": str(held), "quantity_backordered": str(waits.get(product, ZERO))}
                    for product, held in self.held[order].items()
                ]
            case "sales/approvals" | "purchasing/approvals":
                return [
                    {"id": id_, "document_id": document}
                    for id_, (service, document) in self.approvals.items()
                    if noun == f"{service}/approvals"
                ]
            case _:
                return list(self.lists[noun].values())

    def _valuation(self) -> list[Body]:
        on_hand = dict(self.free)
        for held in self.held.values():
            for product, quantity in held.items():
                on_hand[product] += quantity
        return [
            {"product_id": product, "quantity": str(quantity), "value": str(quantity * self.costs[product])}
            for product, quantity in on_hand.items()
        ]

    def _summary(self, first: str, until: str) -> Body:
        invoices = [i for i in self.lists["accounting/invoices"].values() if first <= i["issued_on"] < until]
        lines = [line for invoice in invoices for line in invoice["lines"]]
        revenue = sum((Decimal(line["net_amount"]) for line in lines), ZERO)
        cost = sum((Decimal(line["quantity"]) * self.costs[line["product_id"]] for line in lines), ZERO)
        sold = {"revenue": str(revenue), "cost": str(cost), "margin": str(revenue - cost)}
        return {**sold, "invoice_lines": len(lines), "unvalued_lines": 0}

    # --- commands

    def _command(self, service: str, path: str, request: httpx.Request) -> httpx.Response:
        key = request.headers["Idempotency-Key"]
        if key in self.answers:
            content, answer = self.answers[key]
            assert content == request.content, "a key belongs to one request"
            self.replays += 1
            return httpx.Response(200, json=answer)
        body = json.loads(request.content)
        commands: dict[str, Callable[[Body], Body]] = {
            "inventory/opening-stock": self._open_stock,
            "inventory/adjustments": self._adjust,
            "inventory/receipts": self._receive,
            "inventory/shipments": self._ship,
            "purchasing/purchase-orders": self._order_goods,
            "sales/orders/place": self._place,
            "accounting/bills": self._bill,
            "accounting/payments": self._pay,
            "accounting/entries": self._enter,
        }
        noun = f"{service}/{path}"
        if noun in commands:
            answer = commands[noun](body)
        elif path.endswith("/closing"):
            answer = self._close(path.split("/")[1], body)
        elif path.endswith("/submit"):
            answer = self._submit(path.split("/")[1])
        elif path.endswith("/approve"):
            answer = self._approve(path.split("/")[1])
        elif path.endswith("/bulk"):
            answer = self._bulk(f"{service}/{path.removesuffix('/bulk')}", body)
        elif request.method == "PATCH":
            partner = self.partners[path.split("/")[1]]
            assert request.headers["If-Match"] == f'"{partner["version"]}"'
            partner |= {**body, "version": partner["version"] + 1}
            answer = partner
        else:
            answer = body
            self.lists[noun][str(body.get("code"))] = body
        self.commands += 1
        self.answers[key] = request.content, answer
        return httpx.Response(201, json=answer)

    def _bulk(self, noun: str, body: Body) -> Body:
        (rows,) = body.values()
        for row in rows:
            row["version"] = 1
            self.lists[noun][row.get("id", row.get("product_id"))] = row
            if noun == "catalog/partners":
                self.partners[row["id"]] = row
            if noun == "pricing/prices":
                self.prices[row["product_id"]] = Decimal(row["unit_price"])
        return {}

    def _open_stock(self, body: Body) -> Body:
        for line in body["lines"]:
            self.free[line["product_id"]] = Decimal(line["quantity"])
            self.costs[line["product_id"]] = Decimal(line["unit_cost"])
        return {"id": "opening"}

    def _adjust(self, body: Body) -> Body:
        for line in body["lines"]:
            self.free[line["product_id"]] += Decimal(line["quantity_change"])
        return body

    def _order_goods(self, body: Body) -> Body:
        lines = [{**line, "id": line["product_id"]} for line in body["lines"]]
        order = {**body, "status": "draft", "lines": lines}
        self.lists["purchasing/purchase-orders"][body["id"]] = order
        return order

    def _submit(self, id_: str) -> Body:
        order = self.lists["purchasing/purchase-orders"][id_]
        total = sum(Decimal(line["quantity"]) * Decimal(line["unit_price"]) for line in order["lines"])
        order["status"] = "placed"
        if total > 10000:
            order["status"] = "awaiting-approval"
            self.approvals[str(uuid4())] = "purchasing", id_
        return dict(order)

    def _receive(self, body: Body) -> Body:
        order = self.lists["purchasing/purchase-orders"].get(body["purchase_order_id"])
        if order is None or order["status"] != "placed":
            raise No(404, "not-found")
        for line in body["lines"]:
            product = line["purchase_order_line_id"]
            self.free[product] += Decimal(line["quantity"])
        waiting, self.short = self.short, []
        for order_id, product, missing in waiting:
            self._hold(order_id, product, missing)
        self.lists["inventory/receipts"][body["id"]] = body
        return body

    def _hold(self, order: str, product: str, quantity: Decimal) -> Decimal:
        queue = any(waits == product for _, waits, _ in self.short)
        held = ZERO if queue else min(quantity, self.free[product])
        self.free[product] -= held
        self.held[order][product] = self.held[order].get(product, ZERO) + held
        if quantity > held:
            self.short.append((order, product, quantity - held))
        return quantity - held

    def _exposure(self, partner: str) -> Decimal:
        orders = self.lists["sales/orders"].values()
        return self.open[partner] + sum(
            (self._gross(o) for o in orders if o["bill_to"] == partner and o["status"] == "confirmed"), ZERO
        )

    def _gross(self, order: Body) -> Decimal:
        nets = (Decimal(line["quantity"]) * self.prices[line["product_id"]] for line in order["lines"])
        return sum((net + (net * Decimal("0.15")).quantize(Decimal("0.01"), "ROUND_HALF_UP") for net in nets), ZERO)

    def _place(self, body: Body) -> Body:
        customer = self.partners[body["customer_id"]]
        order = {**body, "bill_to": customer["bill_to_partner_id"] or customer["id"], "status": "confirmed"}
        rates = [1 - self.costs[line["product_id"]] / self.prices[line["product_id"]] for line in body["lines"]]
        if min(rates) < Decimal("-0.10"):
            raise No(409, "margin-blocked")
        if min(rates) < Decimal("0.10"):
            order["status"] = "awaiting-approval"
            self.approvals[str(uuid4())] = "sales", body["id"]
        else:
            self._confirm(order)
        self.lists["sales/orders"][body["id"]] = order
        return dict(order)

    def _confirm(self, order: Body) -> None:
        account = self.partners[order["bill_to"]]
        exposure = self._exposure(account["id"]) + self._gross(order)
        if account["credit_limit"] is not None and exposure > Decimal(account["credit_limit"]):
            raise No(409, "credit-refused")
        self.held[order["id"]] = {}
        for line in order["lines"]:
            short = self._hold(order["id"], line["product_id"], Decimal(line["quantity"]))
            line["quantity_backordered"] = str(short)
        order["status"] = "confirmed"

    def _approve(self, approval: str) -> Body:
        service, document = self.approvals[approval]
        if service == "purchasing":
            self.lists["purchasing/purchase-orders"][document]["status"] = "placed"
        else:
            self._confirm(self.lists["sales/orders"][document])
        del self.approvals[approval]
        return {}

    def _ship(self, body: Body) -> Body:
        order = self.lists["sales/orders"][body["sales_order_id"]]
        held = self.held.pop(order["id"])
        net = sum((quantity * self.prices[product] for product, quantity in held.items()), ZERO)
        gross = self._gross(order)
        order["status"] = "invoiced"
        self.open[order["bill_to"]] += gross
        self.lists["inventory/shipments"][body["id"]] = body
        self.lists["accounting/invoices"][body["id"]] = {
            "id": body["id"], "number": "INV", "sales_order_id": order["id"], "issued_on": body["occurred_at"][:10],
            "net_amount": str(net), "tax_amount": str(gross - net), "gross_amount": str(gross),
            "lines": [
                {"product_id": product, "quantity": str(quantity), "unit_price": str(self.prices[product]),
                 "net_amount": str(quantity * self.prices[product])}
                for product, quantity in held.items()
            ],
        }  # fmt: skip
        return body

    def _bill(self, body: Body) -> Body:
        receipt = self.lists["inventory/receipts"][body["receipt_id"]]
        order = self.lists["purchasing/purchase-orders"][receipt["purchase_order_id"]]
        net = sum((Decimal(line["quantity"]) * Decimal(line["unit_price"]) for line in order["lines"]), ZERO)
        tax = Decimal(body["tax_amount"])
        bill = {**body, "net_amount": str(net), "tax_amount": str(tax), "gross_amount": str(net + tax)}
        self.owed[order["supplier_id"]] += net + tax
        self.lists["accounting/bills"][body["id"]] = bill
        return bill

    def _pay(self, body: Body) -> Body:
        if body["direction"] == "received":
            self.open[body["partner_id"]] -= Decimal(body["amount"])
        else:
            self.owed[body["partner_id"]] -= Decimal(body["amount"])
        self.lists["accounting/payments"][body["id"]] = body
        return body

    def _close(self, month: str, body: Body) -> Body:
        assert body["content_hash"] == month
        closed = {"month": f"{month}-01", "entries": 1, "reckoned_ms": 1, "blockers": self.blockers}
        self.lists["accounting/closings"][month] = closed
        return {"content_hash": month, "blockers": self.blockers}

    def _enter(self, body: Body) -> Body:
        if body["posted_on"][:7] in self.lists["accounting/closings"]:
            raise No(409, "period-closed")
        return body
