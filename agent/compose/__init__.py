"""The offline responder: a plan in, spoken sentences out."""
