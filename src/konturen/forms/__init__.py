"""What the desk writes: each form of a page is a function from what was sent to where one goes next."""
