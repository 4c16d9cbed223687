"""Proofs that nothing acknowledged is ever lost: kill, cut, fill and trace a site of its own, and count."""
