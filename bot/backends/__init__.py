"""How we ask the company's systems: one port a system, three errors, typed frozen answers."""
