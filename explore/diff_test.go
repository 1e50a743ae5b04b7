package explore

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestDifferencesAreToldInSmallPieces(t *testing.T) {
	for _, c := range []struct {
		before, after string
		want          []string
	}{
		{`1`, `1`, nil},
		{`1`, `2`, []string{"v: 1 -> 2"}},
		{`{2, 1}`, `{1, 2}`, nil},
		{`{1, 2}`, `{2, 3}`, []string{"v: without 1", "v: with 3"}},
		{`<<{}, <<0, 0>>>>`, `<<{1}, <<1, 0>>>>`, []string{"v[1]: with 1", "v[2]: <<0, 0>> -> <<1, 0>>"}},
		{`<<1>>`, `<<1, 2>>`, []string{"v: <<1>> -> <<1, 2>>"}},
		{`[a |-> 1, b |-> {}]`, `[a |-> 2, b |-> {1}]`, []string{"v.a: 1 -> 2", "v.b: with 1"}},
		{`(2 :> 1)`, `(2 :> 3)`, []string{"v[2]: 1 -> 3"}},
		{`[a |-> 1]`, `[b |-> 1]`, []string{"v: [a |-> 1] -> [b |-> 1]"}},
		{`what?`, `{}`, []string{"v: what? -> {}"}},
	} {
		require.Equal(t, c.want, diff("v", c.before, c.after), "%s to %s", c.before, c.after)
	}
}
