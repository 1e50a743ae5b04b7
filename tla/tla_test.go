package tla

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWhatTLCPrintsReadsBackAsItself(t *testing.T) {
	for text, want := range map[string]string{
		`TRUE`:                                  `TRUE`,
		`-3`:                                    `-3`,
		`"say \"a\""`:                           `"say \"a\""`,
		`<< >>`:                                 `<<>>`,
		`{<<2, 1>>, <<1, 2>>, <<1, 2>>}`:        `{<<1, 2>>, <<2, 1>>}`,
		`1..3`:                                  `{1, 2, 3}`,
		`[b |-> 1, a |-> {}]`:                   `[a |-> {}, b |-> 1]`,
		`(1 :> "x" @@ 2 :> "y")`:                `<<"x", "y">>`,
		`(2 :> "y" @@ 3 :> m1)`:                 `(2 :> "y" @@ 3 :> m1)`,
		`("a" :> 1)`:                            `[a |-> 1]`,
		"[ type |-> \"Voted\",\n  from |-> 2 ]": `[from |-> 2, type |-> "Voted"]`,
	} {
		v, err := Parse(text)
		require.NoError(t, err, text)
		require.Equal(t, want, v.String())
		again, err := Parse(v.String())
		require.NoError(t, err)
		require.Equal(t, v, again)
	}
}

func TestBadValuesAreRefused(t *testing.T) {
	for _, text := range []string{"", "<<1", "{1 2}", "[a = 1]", "(1 :> )", `"open`, "1 2", "-x", "1..x", "1..99999999999"} {
		_, err := Parse(text)
		require.Error(t, err, text)
	}
}

func TestStatesAreConjunctions(t *testing.T) {
	s, err := ParseState("/\\ x = <<1>>\n/\\ y = [a |->\n   2]\n")
	require.NoError(t, err)
	require.Equal(t, "/\\ y = [a |-> 2]\n/\\ x = <<1>>\n", s.String([]string{"y", "x"}))
	_, err = ParseState("/\\ x <<1>>")
	require.Error(t, err)
}

func TestJSONListsAreSetsWhereTheirFieldSaysSo(t *testing.T) {
	v, err := OfJSON([]byte(`{"voters":[2,1],"number":[1,2],"ok":true}`), "voters")
	require.NoError(t, err)
	require.Equal(t, `[number |-> <<1, 2>>, ok |-> TRUE, voters |-> {1, 2}]`, v.String())
	for _, bad := range []string{`null`, `1.5`, `{"a":null}`, `[`} {
		_, err := OfJSON([]byte(bad))
		require.Error(t, err, bad)
	}
}

func TestNoTextMakesTheReaderRunOutOfStack(t *testing.T) {
	const many = 5_000_000
	for _, text := range []string{strings.Repeat("<<", many), strings.Repeat("{", many), strings.Repeat("[a |-> ", many), strings.Repeat("(", many), strings.Repeat("1..", many)} {
		_, err := Parse(text)
		require.Error(t, err)
		require.Less(t, len(err.Error()), 200)
	}
	_, err := OfJSON([]byte(strings.Repeat("[", 9000) + strings.Repeat("]", 9000)))
	require.ErrorContains(t, err, "more than 200 values stand in each other")
	_, err = Parse(strings.Repeat("{", maxDepth) + strings.Repeat("}", maxDepth))
	require.NoError(t, err)
}

// Whatever the JSON, what is made of it can be written and read.
func FuzzOfJSON(f *testing.F) {
	f.Add([]byte(`{"voters":[2,1],"number":[1,2],"ok":true,"a":"\u001b\ud800"}`))
	f.Add([]byte(strings.Repeat("[", 300)))
	f.Fuzz(func(t *testing.T, text []byte) {
		if v, err := OfJSON(text, "voters"); err == nil {
			require.Zero(t, Compare(v, Set(v).Elems()[0]))
		}
	})
}

func FuzzParse(f *testing.F) {
	f.Add(`[a |-> {<<1, "x">>}, b |-> (2 :> TRUE)]`)
	f.Fuzz(func(t *testing.T, text string) {
		v, err := Parse(text)
		if err != nil {
			return
		}
		again, err := Parse(v.String())
		require.NoError(t, err, v)
		require.Zero(t, Compare(v, again))
	})
}
