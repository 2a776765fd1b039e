"""What must hold in the books at any instant."""

from kit.invariants import Invariant

INVARIANTS = (
    Invariant(
        "debits equal credits",
        "SELECT sum(debit) AS debits, sum(credit) AS credits FROM journal_line HAVING sum(debit) <> sum(credit)",
        "SELECT count(*) FROM journal_line",
    ),
    Invariant(
        "every entry balances",
        "SELECT entry_id, sum(debit - credit) AS gap FROM journal_line GROUP BY entry_id HAVING sum(debit - credit) <> 0",
        "SELECT count(*) FROM journal_entry",
    ),
    Invariant(
        "entries are numbered without gaps",
        "SELECT e.journal, e.fiscal_year, count(*) AS entries, max(number) AS last, min(h.last_number) AS head"
        " FROM journal_entry e LEFT JOIN journal_head h USING (journal, fiscal_year) GROUP BY 1, 2"
        " HAVING count(*) <> max(number) OR min(number) <> 1 OR min(h.last_number) IS DISTINCT FROM max(number)",
        "SELECT count(*) FROM journal_head",
    ),
    Invariant(
        "invoices are numbered without gaps",
        "SELECT left(number, 7) AS series, count(*) AS invoices, max(right(number, 6)::int) AS last FROM invoice"
        " GROUP BY 1 HAVING count(*) <> max(right(number, 6)::int)",
        "SELECT count(*) FROM invoice",
    ),
    Invariant(
        "the stock account is the value of all products",
        "SELECT ledger, products FROM (SELECT coalesce(sum(debit - credit), 0) AS ledger FROM journal_line WHERE account = '37') l,"
        " (SELECT coalesce(sum(posted), 0) AS products FROM stock) s WHERE ledger <> products",
    ),
    Invariant(
        "a product's value is the sum of its movements and revaluations",
        "SELECT s.product_id, s.posted, m.amount, r.amount AS revalued FROM stock s"
        " LEFT JOIN (SELECT product_id, sum(amount) AS amount FROM movement_valuation GROUP BY 1) m USING (product_id)"
        " LEFT JOIN (SELECT product_id, sum(amount) AS amount FROM revaluation GROUP BY 1) r USING (product_id)"
        " WHERE s.posted <> coalesce(m.amount, 0) + coalesce(r.amount, 0)",
        "SELECT count(*) FROM stock",
    ),
    Invariant(
        "a product's quantity is the sum of its movements and of its layers",
        "SELECT s.product_id, s.quantity, m.quantity AS moved, l.quantity AS layers FROM stock s"
        " LEFT JOIN (SELECT product_id, sum(quantity) AS quantity FROM movement_valuation GROUP BY 1) m USING (product_id)"
        " LEFT JOIN (SELECT product_id, sum(quantity) AS quantity FROM cost_layer GROUP BY 1) l USING (product_id)"
        " WHERE s.quantity <> coalesce(m.quantity, 0) OR s.quantity <> coalesce(l.quantity, 0) - s.deficit_quantity",
        "SELECT count(*) FROM stock",
    ),
    Invariant(
        "a FIFO product's value is the sum of its layers",
        "SELECT s.product_id, s.posted, l.posted AS layers FROM stock s LEFT JOIN (SELECT product_id,"
        " sum(round(round(value, 12), 2)) AS posted FROM cost_layer GROUP BY 1) l USING (product_id)"
        " WHERE s.method = 'fifo' AND s.posted <> coalesce(l.posted, 0) - s.deficit_value",
        "SELECT count(*) FROM stock WHERE method = 'fifo'",
    ),
    Invariant(
        "landed costs that were accrued are what was put on stock and on cost of sales",
        "SELECT id, amount, lines FROM landed_cost JOIN (SELECT landed_cost_id, sum(amount) AS lines FROM landed_cost_line"
        " GROUP BY 1) l ON l.landed_cost_id = id WHERE amount <> lines",
        "SELECT count(*) FROM landed_cost",
    ),
    Invariant(
        "goods received and not billed are account 4081, line by line",
        "SELECT ledger, lines FROM (SELECT coalesce(sum(credit - debit), 0) AS ledger FROM journal_line WHERE account = '4081') l,"
        " (SELECT coalesce(sum(value - billed_value), 0) AS lines FROM goods_received) g WHERE ledger <> lines",
        "SELECT count(*) FROM goods_received",
    ),
    Invariant(
        "what each partner owes or is owed is the sum of open documents less payments not matched",
        "SELECT * FROM (SELECT partner_id, account, sum(debit - credit) AS ledger FROM journal_line"
        " WHERE account IN ('401', '411') GROUP BY 1, 2) l FULL JOIN (SELECT partner_id,"
        " CASE WHEN is_receivable THEN '411' ELSE '401' END AS account,"
        " sum(CASE WHEN is_receivable THEN open_value ELSE -open_value END) AS open FROM open_item GROUP BY 1, 2) o"
        " USING (partner_id, account) FULL JOIN (SELECT partner_id, CASE direction WHEN 'received' THEN '411' ELSE '401' END"
        " AS account, sum(CASE direction WHEN 'received' THEN -unmatched_value ELSE unmatched_value END) AS unmatched"
        " FROM payment WHERE id NOT IN (SELECT payment_id FROM payment_reversal) GROUP BY 1, 2) p USING (partner_id, account)"
        " WHERE coalesce(ledger, 0) <> coalesce(open, 0) + coalesce(unmatched, 0)",
        "SELECT count(DISTINCT partner_id) FROM open_item",
    ),
    Invariant(
        "matches settle documents exactly",
        "SELECT document_id, amount, open_amount, matched FROM open_item LEFT JOIN (SELECT document_id, sum(amount) AS matched,"
        " sum(value) AS matched_value FROM (SELECT payment_id, document_id, amount, value FROM payment_match UNION ALL"
        " SELECT payment_id, document_id, amount, value FROM settlement_adjustment) s"
        " WHERE payment_id NOT IN (SELECT payment_id FROM payment_reversal) GROUP BY 1) m USING (document_id)"
        " WHERE amount - open_amount <> coalesce(matched, 0) OR value - open_value <> coalesce(matched_value, 0)",
        "SELECT count(*) FROM open_item",
    ),
    Invariant(
        "an invoice is the sum of its lines",
        "SELECT i.id, i.number, i.net_amount, l.net FROM invoice i JOIN (SELECT invoice_id, sum(net_amount) AS net"
        " FROM invoice_line GROUP BY 1) l ON l.invoice_id = i.id"
        " WHERE i.net_amount <> l.net OR i.gross_amount <> i.net_amount + i.tax_amount",
        "SELECT count(*) FROM invoice",
    ),
    Invariant(
        "a customer's receivable is what the ledger says",
        "SELECT partner_id, receivable, ledger FROM credit_account LEFT JOIN (SELECT partner_id, sum(debit - credit) AS ledger"
        " FROM journal_line WHERE account = '411' GROUP BY 1) l USING (partner_id) WHERE receivable <> coalesce(ledger, 0)",
        "SELECT count(*) FROM credit_account",
    ),
    Invariant(
        "a customer's commitment is the sum of what his orders hold",
        "SELECT partner_id, committed, held FROM credit_account LEFT JOIN (SELECT partner_id, sum(remaining) AS held"
        " FROM credit_hold GROUP BY 1) h USING (partner_id) WHERE committed <> coalesce(held, 0)",
        "SELECT count(*) FROM credit_hold",
    ),
    Invariant(
        "lines under one letter are nothing in sum",
        "SELECT g.id, g.letter, sum(l.debit - l.credit) AS gap FROM lettering g JOIN lettering_line x ON x.lettering_id = g.id"
        " JOIN journal_line l ON l.entry_id = x.entry_id AND l.position = x.position"
        " GROUP BY g.id HAVING sum(l.debit - l.credit) <> 0",
        "SELECT count(*) FROM lettering",
    ),
    Invariant(
        "what a cleared entry of a statement posted to its account is the entry",
        "SELECT c.id, e.amount, sum(l.debit - l.credit) AS posted FROM bank_clearing c JOIN bank_entry e ON e.id = c.bank_entry_id"
        " JOIN bank_account b ON b.id = e.bank_account_id LEFT JOIN journal_line l ON l.entry_id = c.entry_id"
        " AND l.account = CASE WHEN c.from_suspense THEN '471' ELSE b.ledger_account END WHERE c.undone_at IS NULL"
        " GROUP BY c.id, e.amount HAVING bool_and(l.currency IS NULL) AND sum(l.debit - l.credit) IS DISTINCT FROM e.amount",
        "SELECT count(*) FROM bank_clearing",
    ),
)
