package tlc

// BoundCache sets how many bytes a cache has at most.
func BoundCache(most int64) { maxCacheBytes = most }

// Inputs is all that the verdict of a job depends on.
func Inputs(j Job) (string, error) { return j.inputs() }
