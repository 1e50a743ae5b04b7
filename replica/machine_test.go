package replica_test

import (
	"encoding/json"
	"errors"
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/replica"
)

// faulty counts its operations, and breaks its contract in the way that fault says.
type faulty struct {
	n     int
	words map[string]bool
	last  *int
}

// The fault of all machines, and what they read that is no operation.
var (
	fault     string
	elsewhere int
)

func (m faulty) Apply(op string) (faulty, string) {
	m.n++
	switch fault {
	case "an answer from elsewhere":
		elsewhere++
		return m, strconv.Itoa(elsewhere)
	case "a state from elsewhere":
		m.n = rand.Int() % 1e6
		return m, "0"
	case "it writes to itself", "a query changes it":
		if m.last == nil || fault == "a query changes it" {
			m.last = new(int)
		}
		*m.last = m.n
	case "a map in any order":
		words := map[string]bool{op: true}
		for word := range m.words {
			words[word] = true
		}
		m.words = words
	}
	return m, strconv.Itoa(m.n)
}

func (m faulty) Query(string) string {
	switch {
	case fault == "a query from elsewhere":
		elsewhere++
		return strconv.Itoa(elsewhere)
	case fault == "a query changes it" && m.last != nil:
		*m.last++
	}
	return strconv.Itoa(m.n)
}

func (m faulty) Snapshot() []byte {
	switch {
	case m.last != nil:
		return []byte(strconv.Itoa(*m.last))
	case fault == "a map in any order":
		words := []string{}
		for word := range m.words {
			words = append(words, word)
		}
		data, err := json.Marshal(words)
		if err != nil {
			panic(err)
		}
		return data
	}
	return []byte(strconv.Itoa(m.n))
}

func (m faulty) Restore(snapshot []byte) (faulty, error) {
	switch fault {
	case "a snapshot forgets":
		return faulty{}, nil
	case "a snapshot that cannot be restored":
		return m, errors.New("no")
	case "a map in any order":
		var words []string
		err := json.Unmarshal(snapshot, &words)
		m.n, m.words = len(words), map[string]bool{}
		for _, word := range words {
			m.words[word] = true
		}
		return m, err
	}
	n, err := strconv.Atoi(string(snapshot))
	return faulty{n: n}, err
}

func TestMachineThatBreaksItsContractIsCaught(t *testing.T) {
	var ops []string
	for i := range 50 {
		ops = append(ops, strconv.Itoa(i))
	}
	for how, want := range map[string]string{
		"an answer from elsewhere":           `operation 1, "0": the answer is 1 and, carried out again, 2`,
		"a state from elsewhere":             `operation 1, "0": the machine is`,
		"it writes to itself":                `operation 2, "1": the machine before it was 1 and is now 2`,
		"a snapshot forgets":                 `operation 2, "1": the answer to a query is 1 and, asked by a restored machine, 0`,
		"a snapshot that cannot be restored": `operation 1, "0": the snapshot before it, 0, cannot be restored: no`,
		"a map in any order":                 `the machine`,
		"a query from elsewhere":             `operation 1, "0": the answer to a query is 1 and, asked by another machine, 2`,
		"a query changes it":                 `operation 2, "1": the machine was 1, and after it was asked 2`,
	} {
		fault, elsewhere = how, 0
		require.ErrorContains(t, replica.CheckValue[faulty](ops), want, how)
	}
	fault = ""
	require.NoError(t, replica.CheckValue[faulty](ops))
	require.ErrorContains(t, replica.CheckValue[faulty](nil), "no operations: nothing was checked")
}
