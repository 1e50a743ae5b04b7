package tla_test

import (
	"os"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/tla"
)

// TestTheTextOfAnExpressionIsReadAgain reads the text of each part of each definition of
// our modules again, but for those that need the columns of a list: they have the same parts.
func TestTheTextOfAnExpressionIsReadAgain(t *testing.T) {
	for _, file := range specFiles(t) {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		m, err := tla.ParseModule(file, string(text))
		require.NoError(t, err)
		for _, o := range m.Operators {
			for part := range o.Body.All() {
				if isSubscript := regexp.MustCompile(`^[WS]F_\w*$`).MatchString(part.Text()); isOneLine(part) && !isSubscript {
					again, err := tla.ParseExpr(part.Text())
					require.NoError(t, err, "%s, %s", file, o.Name)
					require.Equal(t, ops(part), ops(again), "%s, %s", file, o.Name)
				}
			}
		}
	}
}

// isOneLine is true iff there is no list of conjuncts or disjuncts in an expression, and no
// step of a path in an EXCEPT, which is no expression by itself.
func isOneLine(e tla.Expr) bool {
	for part := range e.All() {
		switch text := part.Text(); {
		case (part.Op() == `/\` || part.Op() == `\/`) && text[:2] == part.Op(), part.Op() == "EXCEPT", text[0] == '[' && part.Op() == "[.]", text[0] == '.', text[0] == '@':
			return false
		}
	}
	return true
}

func ops(e tla.Expr) []string {
	var all []string
	for part := range e.All() {
		all = append(all, part.Op())
	}
	return all
}

func TestNoExpressionHasNoParts(t *testing.T) {
	var none tla.Expr
	for range none.All() {
		t.Error("it has a part")
	}
	assert.Equal(t, []string{"", ""}, []string{none.Text(), none.Op()})
	assert.Empty(t, none.Names())
	assert.Equal(t, []tla.Expr{none}, none.Conjuncts())
	_, err := tla.ParseExpr("1 +")
	assert.EqualError(t, err, "expression:1:4: want an expression, not the end of the text")
}
