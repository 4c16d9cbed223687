// match
