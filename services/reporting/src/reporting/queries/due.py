"""What is due from customers, through time."""

# What a document is owed after each entry, in company currency, from the day on which it is due: [since, until), of what
# was still owed after the day $2.
DUE = (
    "SELECT r.customer_id, greatest(e.day, r.due_on) AS since, coalesce(e.next_day, 'infinity') AS until,"
    " e.balance / r.exchange_rate AS amount FROM receivable r JOIN (SELECT document_id, day,"
    " sum(sum(amount)) OVER later AS balance, lead(day) OVER later AS next_day FROM receivable_entry"
    " GROUP BY document_id, day WINDOW later AS (PARTITION BY document_id ORDER BY day)) e USING (document_id)"
    " WHERE e.balance > 0 AND coalesce(e.next_day, 'infinity') > r.due_on AND (e.next_day IS NULL OR e.next_day > $2::date)"
)
