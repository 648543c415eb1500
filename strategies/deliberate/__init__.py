"""Thinking a reply over with a model: imagined exchanges, judged, in a small tree under a budget."""
