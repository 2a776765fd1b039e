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
        "no entry is without lines, and lines carry the day of their entry",
        "SELECT coalesce(e.id, l.entry_id) AS entry_id FROM journal_entry e FULL JOIN (SELECT DISTINCT entry_id, posted_on"
        " FROM journal_line) l ON l.entry_id = e.id WHERE e.posted_on IS DISTINCT FROM l.posted_on",
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
        "SELECT left(number, 7) AS series, count(*) AS invoices, max(right(number, 6)::int) AS last"
        " FROM (SELECT number FROM invoice UNION ALL SELECT number FROM document_reissue WHERE number LIKE 'FA-%') AS i"
        " GROUP BY 1 HAVING count(*) <> max(right(number, 6)::int)",
        "SELECT count(*) FROM invoice",
    ),
    Invariant(
        "customer credit notes are numbered without gaps",
        "SELECT left(number, 7) AS series, count(*) AS notes, max(right(number, 6)::int) AS last FROM"
        " (SELECT number FROM customer_credit_note UNION ALL SELECT number FROM document_reissue WHERE number LIKE 'AV-%') n"
        " GROUP BY 1 HAVING count(*) <> max(right(number, 6)::int)",
        "SELECT count(*) FROM customer_credit_note",
    ),
    Invariant(
        "a customer credit note is the sum of its lines",
        "SELECT n.id, n.number, n.net_amount, l.net FROM customer_credit_note n JOIN (SELECT credit_note_id,"
        " sum(net_amount) AS net FROM customer_credit_note_line GROUP BY 1) l ON l.credit_note_id = n.id"
        " WHERE n.net_amount <> l.net",
        "SELECT count(*) FROM customer_credit_note",
    ),
    Invariant(
        "what is credited of an invoiced line is what its credit notes say, and no more than was billed",
        "SELECT c.invoice_line_id, c.amount, l.amount AS credited FROM invoice_line_credit c JOIN invoice_line i"
        " ON i.id = c.invoice_line_id LEFT JOIN (SELECT invoice_line_id, sum(net_amount) AS amount, sum(quantity) AS quantity"
        " FROM customer_credit_note_line GROUP BY 1) l USING (invoice_line_id) WHERE c.amount <> coalesce(l.amount, 0)"
        " OR c.quantity <> coalesce(l.quantity, 0) OR c.amount > i.net_amount OR c.quantity > i.quantity",
        "SELECT count(*) FROM invoice_line_credit",
    ),
    Invariant(
        "the tax of a customer's document is that of its categories and rates",
        "SELECT d.id, d.number, d.net_amount, d.tax_amount, t.base, t.tax FROM (SELECT id, number, net_amount, tax_amount"
        " FROM invoice UNION ALL SELECT id, number, net_amount, tax_amount FROM customer_credit_note"
        " UNION ALL SELECT id, number, net_amount, tax_amount FROM down_payment) d JOIN (SELECT document_id,"
        " sum(base) AS base, sum(tax) AS tax FROM document_tax GROUP BY 1) t ON t.document_id = d.id"
        " WHERE d.net_amount <> t.base OR d.tax_amount <> t.tax",
        "SELECT count(DISTINCT document_id) FROM document_tax",
    ),
    Invariant(
        "a customer's document has its electronic files, or they are due",
        "SELECT d.id, d.number FROM (SELECT id, number FROM invoice WHERE gross_amount > 0 UNION ALL"
        " SELECT id, number FROM customer_credit_note UNION ALL SELECT id, number FROM down_payment UNION ALL"
        " SELECT id, number FROM document_reissue) d WHERE NOT EXISTS (SELECT FROM einvoice e WHERE e.document_id = d.id)"
        " AND NOT EXISTS (SELECT FROM einvoice_due w WHERE w.document_id = d.id)",
        "SELECT count(*) FROM einvoice",
    ),
    Invariant(
        "advances that no invoice has taken off are account 4191",
        "SELECT ledger, advances FROM"
        " (SELECT coalesce(sum(credit - debit), 0) AS ledger FROM journal_line l JOIN journal_entry e ON e.id = l.entry_id"
        "  WHERE l.account = '4191' AND e.source IN ('down-payment', 'down-payment-credit', 'invoice')) l,"
        " (SELECT coalesce(sum(net_value), 0) AS advances FROM down_payment_left) d WHERE ledger <> advances",
        "SELECT count(*) FROM down_payment",
    ),
    Invariant(
        "a delivery is invoiced when each of its lines is, once",
        "SELECT s.id, s.number, s.is_invoiced, count(*) AS lines, count(n.id) AS invoiced FROM shipment s JOIN shipment_line l"
        " ON l.shipment_id = s.id LEFT JOIN invoice_line n ON n.shipment_line_id = l.id GROUP BY s.id"
        " HAVING count(n.id) <> CASE WHEN s.is_invoiced THEN count(*) ELSE 0 END",
        "SELECT count(*) FROM shipment",
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
        "the value of a product costed by layers is the sum of its layers",
        "SELECT s.product_id, s.posted, l.posted AS layers FROM stock s LEFT JOIN (SELECT product_id,"
        " sum(round(round(value, 12), 2)) AS posted FROM cost_layer GROUP BY 1) l USING (product_id)"
        " WHERE s.method <> 'avco' AND s.posted <> coalesce(l.posted, 0) - s.deficit_value",
        "SELECT count(*) FROM stock WHERE method <> 'avco'",
    ),
    Invariant(
        "what is written down is account 397, product by product",
        "SELECT ledger, products FROM"
        " (SELECT coalesce(sum(credit - debit), 0) AS ledger FROM journal_line WHERE account = '397') l,"
        " (SELECT coalesce(sum(amount), 0) AS products FROM stock_write_down) s WHERE ledger <> products",
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
        "SELECT * FROM (SELECT partner_id, CASE account WHEN '416' THEN '411' ELSE account END AS account,"
        " sum(debit - credit) AS ledger FROM journal_line WHERE account IN ('401', '411', '416') GROUP BY 1, 2) l FULL JOIN ("
        "SELECT partner_id,"
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
        "a document's first value is what the ledger has of it",
        "SELECT o.number, o.value, l.posted FROM open_item o JOIN (SELECT e.source_id, abs(sum(l.debit - l.credit)) AS posted"
        " FROM journal_entry e JOIN journal_line l ON l.entry_id = e.id WHERE l.account IN ('401', '411', '416') GROUP BY 1) l"
        " ON l.source_id = o.document_id WHERE o.value <> l.posted",
        "SELECT count(*) FROM open_item",
    ),
    Invariant(
        "an invoice is the sum of its lines and charges",
        "SELECT i.id, i.number, i.net_amount, l.net FROM invoice i JOIN (SELECT invoice_id, sum(net_amount) AS net"
        " FROM (SELECT invoice_id, net_amount FROM invoice_line UNION ALL SELECT invoice_id, net_amount FROM invoice_charge) x"
        " GROUP BY 1) l ON l.invoice_id = i.id"
        " WHERE i.net_amount <> l.net OR i.gross_amount <> i.net_amount + i.tax_amount",
        "SELECT count(*) FROM invoice",
    ),
    Invariant(
        "a customer's receivable is what the ledger says",
        "SELECT partner_id, receivable, ledger FROM credit_account LEFT JOIN (SELECT partner_id, sum(debit - credit) AS ledger"
        " FROM journal_line WHERE account IN ('411', '416') GROUP BY 1) l USING (partner_id)"
        " WHERE receivable <> coalesce(ledger, 0)",
        "SELECT count(*) FROM credit_account",
    ),
    Invariant(
        "doubtful debts are account 416, and what they are written down by is 491",
        "SELECT * FROM (SELECT coalesce(sum(debit - credit) FILTER (WHERE account = '416'), 0) AS doubtful,"
        " coalesce(sum(credit - debit) FILTER (WHERE account = '491'), 0) AS allowance FROM journal_line"
        " WHERE account IN ('416', '491')) l, (SELECT coalesce(sum(carried), 0) AS carried, coalesce(sum(allowance), 0) AS allowed"
        " FROM doubtful_debt) d WHERE doubtful <> carried OR allowance <> allowed",
        "SELECT count(*) FROM doubtful_debt",
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
        " AND NOT (c.content ->> 'kind' = 'recorded' AND b.ledger_account = '512')"
        " GROUP BY c.id, e.amount HAVING bool_and(l.currency IS NULL) AND sum(l.debit - l.credit) IS DISTINCT FROM e.amount",
        "SELECT count(*) FROM bank_clearing",
    ),
)
