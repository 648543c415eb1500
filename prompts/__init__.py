"""Every word sent to a model or said by the offline composer."""
