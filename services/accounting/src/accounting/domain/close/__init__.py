"""What a month-end asks for: what is in the way, what is accrued, what is put off."""
