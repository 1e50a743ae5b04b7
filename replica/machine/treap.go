package machine

// treapNode is a node of a search tree that is never written to after it was made. A
// node's rank, which its key determines, is at least those of the nodes below it; so the
// keys alone determine the tree, and it is about as flat as one of keys in random order.
type treapNode struct {
	key, value  string
	rank        uint64
	left, right *treapNode
}

func (n *treapNode) get(key string) (value string, ok bool) {
	for n != nil {
		switch {
		case key < n.key:
			n = n.left
		case key > n.key:
			n = n.right
		default:
			return n.value, true
		}
	}
	return "", false
}

// put is the tree with the value for the key.
func (n *treapNode) put(key, value string) *treapNode {
	rank := rankOf(key)
	if n == nil || isAbove(rank, key, n) {
		left, right := n.split(key)
		return &treapNode{key, value, rank, left, right}
	}
	with := *n
	switch {
	case key < n.key:
		with.left = n.left.put(key, value)
	case key > n.key:
		with.right = n.right.put(key, value)
	default:
		with.value = value
	}
	return &with
}

// isAbove is true iff a node of that rank and key belongs above n, which is not its own.
func isAbove(rank uint64, key string, n *treapNode) bool {
	return rank > n.rank || rank == n.rank && key < n.key
}

// split are the nodes with lesser keys and those with greater ones.
func (n *treapNode) split(key string) (less, greater *treapNode) {
	if n == nil {
		return nil, nil
	}
	part := *n
	if n.key < key {
		part.right, greater = n.right.split(key)
		return &part, greater
	}
	less, part.left = n.left.split(key)
	return less, &part
}

// remove is the tree without the key.
func (n *treapNode) remove(key string) *treapNode {
	if _, ok := n.get(key); !ok {
		return n
	}
	if key == n.key {
		return join(n.left, n.right)
	}
	without := *n
	if key < n.key {
		without.left = n.left.remove(key)
	} else {
		without.right = n.right.remove(key)
	}
	return &without
}

// join is the tree of both, where all keys of left are less than those of right.
func join(left, right *treapNode) *treapNode {
	if left == nil {
		return right
	}
	if right == nil {
		return left
	}
	var top treapNode
	if isAbove(left.rank, left.key, right) {
		top = *left
		top.right = join(left.right, right)
	} else {
		top = *right
		top.left = join(left, right.left)
	}
	return &top
}

// each yields keys and values in the order of keys.
func (n *treapNode) each(yield func(key, value string)) {
	if n != nil {
		n.left.each(yield)
		yield(n.key, n.value)
		n.right.each(yield)
	}
}

// rankOf is a number that looks random, the same in every process: FNV-1a, stirred.
func rankOf(key string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(key) {
		h = (h ^ uint64(key[i])) * 1099511628211
	}
	h ^= h >> 33
	h *= 0xff51afd7ed558ccd
	return h ^ h>>33
}
