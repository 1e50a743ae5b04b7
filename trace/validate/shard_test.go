package validate_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/trace/validate"
)

func TestShardsAreReadAsTheyAreWritten(t *testing.T) {
	for text, want := range map[string]validate.Shard{"1/1": {Index: 1, Of: 1}, "2/3": {Index: 2, Of: 3}, "12/400": {Index: 12, Of: 400}} {
		shard, err := validate.ParseShard(text)
		require.NoError(t, err)
		require.Equal(t, want, shard)
		require.Equal(t, text, shard.String())
	}
	for _, text := range []string{"", "x", "2", "3/2", "0/2", "0/0", "-1/2", "1/-2", "1/2/3", "1 / 2", "1.5/2", "1/9999999999", "/", "1/"} {
		_, err := validate.ParseShard(text)
		require.ErrorContains(t, err, "is no shard: want i/n", text)
	}
}

func TestEachNameFallsToOneShardWhateverTheOrder(t *testing.T) {
	names, backwards := []string{}, []string{}
	for i := range 10 {
		names = append(names, fmt.Sprintf("run-%d.ndjson", i))
		backwards = append(backwards, fmt.Sprintf("run-%d.ndjson", 9-i))
	}
	for of := 1; of <= 12; of++ {
		var all []string
		for index := 1; index <= of; index++ {
			own := validate.Shard{Index: index, Of: of}.Names(names)
			require.Equal(t, own, validate.Shard{Index: index, Of: of}.Names(backwards))
			require.LessOrEqual(t, len(own), (len(names)+of-1)/of)
			all = append(all, own...)
		}
		require.ElementsMatch(t, names, all)
	}
}
