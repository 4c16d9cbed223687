"""A phone's batch: read it (``parcel``), judge and store it (``receive``), try again what was kept (``replay``)."""
