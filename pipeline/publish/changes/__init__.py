"""What changed between two versions of a library: classes, versions, wording, and the changelog of a bundle."""
