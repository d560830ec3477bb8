"""Old content comes in: readers of other formats, and pages of the house made from what they read."""
