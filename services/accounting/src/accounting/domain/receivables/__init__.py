"""What customers owe and suppliers are owed: lettering, ages, reminders."""
