// Package ballot is empty.
package ballot
