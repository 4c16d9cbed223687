// destination
