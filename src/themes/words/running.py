"""What is said of settings, the folder of a run, its account, the steps and a run in partitions."""
