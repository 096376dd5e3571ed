//! Incidents on disk, datasets and their versions, and the pass that turns incidents into cubes.
