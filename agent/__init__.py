"""The graph, its nodes and the doors people use."""
