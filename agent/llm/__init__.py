"""Any chat model behind one door: endpoints, their faults, and doubles for tests."""
