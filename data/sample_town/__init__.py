"""A made-up municipality: its organisation, people, answers and HR records, drawn from one seed."""
