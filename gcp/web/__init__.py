"""Pages and the device's interface: no SQL and no arithmetic on grades here."""
