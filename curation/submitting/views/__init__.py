"""What people outside see and send. Each view finds, checks, acts and answers."""
