"""Our parts of the language pipeline and of the policies, one file each; Rasa finds them by name in config.yml."""
