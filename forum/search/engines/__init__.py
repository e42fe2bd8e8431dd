"""The engines that can hold the index."""
