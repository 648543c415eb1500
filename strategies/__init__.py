"""ESConv support strategies and the planner that chooses among them."""
