package linearizability

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/anishathalye/porcupine"
	"github.com/stretchr/testify/require"
)

// drawn is what Porcupine's page holds.
type drawn struct {
	Partitions []struct {
		History []struct {
			ClientId    int
			Description string
		}
		PartialLinearizations [][]struct {
			Index            int
			StateDescription string
		}
	}
	Annotations []struct {
		Tag, Description string
	}
}

func draw(t *testing.T, h History) (string, drawn) {
	var page bytes.Buffer
	require.NoError(t, Picture(t.Context(), &page, h, Options{}))
	_, data, found := strings.Cut(page.String(), "const data = ")
	require.True(t, found)
	var d drawn
	require.NoError(t, json.NewDecoder(strings.NewReader(data)).Decode(&d))
	return page.String(), d
}

func TestPictureSaysWhatItShowsBeforeItShowsIt(t *testing.T) {
	h := counterOf(inc(1, 1, 1, 5), lost(2, 2), read(3, 2, 6, 8), read(1, 1, 9, 12), read(2, 2, 20, 30), lost(4, 40))
	h.Operations[3].Seq, h.Operations[4].Seq = 2, 2
	h.Origin = "a test of <b>"
	h.Annotations = []Annotation{{Fault, 1, 7, "1 | 2"}, {Fault, 3, 9, "pause 3"}, {LeaderChange, 8, 100, "2 leads"}, {Fault, 50, 60, "later"}}
	page, d := draw(t, h)
	for _, want := range []string{
		"<h1>This history is not linearizable</h1>",
		"<p>client 1 read 1 (call 9, return 12) after client 3&#39;s read of 2 had returned at 8</p>",
		"<p>Shown are 4 operations of the model counter, from 0 to 12.</p>",
		"<p>The history is of a test of &lt;b&gt;.</p>",
	} {
		require.Contains(t, page, want)
	}
	require.Less(t, strings.Index(page, "<h1>"), strings.Index(page, `id="legend"`))
	require.NotContains(t, page, "Left out")
	require.Len(t, d.Partitions, 1)
	require.Len(t, d.Partitions[0].History, 4)
	require.Equal(t, "client 2: increment, unknown", d.Partitions[0].History[1].Description)
	require.Equal(t, 2, d.Partitions[0].History[1].ClientId)
	var tags []string
	for _, a := range d.Annotations {
		tags = append(tags, a.Tag+": "+a.Description)
	}
	require.Equal(t, []string{"faults: 1 | 2", "faults 2: pause 3", "leader: 2 leads"}, tags)
	require.Equal(t, "2, and 0 of unknown outcome may follow", longest(d)[2])
	require.Len(t, longest(d), 3)
}

// longest are the states of the longest order that the page shows, as it shows them: a
// browser reads them as HTML.
func longest(d drawn) []string {
	var states []string
	for _, p := range d.Partitions {
		for _, order := range p.PartialLinearizations {
			if len(order) > len(states) {
				states = nil
				for _, step := range order {
					states = append(states, html.UnescapeString(step.StateDescription))
				}
			}
		}
	}
	return states
}

func TestPictureOfWhatHoldsShowsAllOfIt(t *testing.T) {
	page, d := draw(t, readFile(t, "testdata/v1-kv.ndjson"))
	require.Contains(t, page, "<h1>This history is linearizable</h1>")
	require.Contains(t, page, "Left out are 2 operations that tell nothing")
	require.Equal(t, []string{`"a"`, `"b & <c>"`, `"b & <c>"`, `""`}, longest(d)[1:])
}

// What clients wrote is shown as they wrote it, and never run. Of a state the page makes
// HTML, of an operation text.
func TestAPictureShowsTextAsText(t *testing.T) {
	const hostile = `<img src=x onerror=alert(1)></script><script>alert(2)</script>&lt;`
	h := storeOf(put(1, hostile, 1, 2), get(2, hostile, 3, 4), get(2, "stale", 5, 6))
	h.Origin = hostile
	h.Annotations = []Annotation{{Fault, 1, 7, hostile}}
	page, d := draw(t, h)
	require.NotContains(t, page, "<img")
	require.NotContains(t, page, "<script>alert")
	require.Contains(t, page, "<p>The history is of "+html.EscapeString(hostile)+".</p>")
	require.Equal(t, fmt.Sprintf("client 1: put %q %q", "k0", hostile), d.Partitions[0].History[0].Description)
	require.Equal(t, hostile, d.Annotations[0].Description)
	require.Equal(t, fmt.Sprintf("%q", hostile), longest(d)[0])
	for _, order := range d.Partitions[0].PartialLinearizations {
		for _, step := range order {
			require.NotContains(t, step.StateDescription, "<")
		}
	}
}

// What a picture leaves out must not hide what is wrong.
func TestEndOfALongHistoryStillFails(t *testing.T) {
	shown := map[Model]int{}
	for seed := range uint64(some(60)) {
		for _, model := range []Model{Counter, KeyValue} {
			r := &run{Rand: rand.New(rand.NewPCG(seed, 1)), model: model, keys: 5, unknown: 0.03}
			h := r.random(2, 2000)
			for i := range h.Operations { // A spoiled place near the end.
				o := &h.Operations[len(h.Operations)-1-i]
				if o.Outcome == Done && i > int(seed) && (o.Operation == OpGet || model == Counter) {
					o.Count, o.Value = max(0, o.Count-int64(seed%7)), strings.Replace(o.Value, ".", "", int(seed%2))
					break
				}
			}
			p := SmallestFailing(t.Context(), h, Options{})
			if p.Result.Verdict != Fails {
				continue
			}
			s := counterScene(p.History.Operations)
			if model == KeyValue {
				s = keyScene(p.History.Operations, &p.Last)
			}
			require.Equal(t, Fails, plainSearch(s), "seed %d, %s: %s", seed, model, p.Result.Reason)
			require.Less(t, len(s.asked), 2*around, "seed %d, %s", seed, model)
			require.Positive(t, s.leftOut)
			shown[model]++
		}
	}
	t.Log(shown)
	if testing.Short() { // Ten seeds need not be like sixty.
		require.Len(t, shown, 2)
		return
	}
	require.Greater(t, shown[Counter], 40)
	require.Greater(t, shown[KeyValue], 20)
}

func plainSearch(s scene) Verdict {
	if porcupine.CheckOperations(s.model, s.asked) {
		return Holds
	}
	return Fails
}

// Wherever a picture of a counter begins, what comes before it is accounted for: if
// the whole holds then so does each end.
func TestEachEndOfACounterHoldsIfTheWholeDoes(t *testing.T) {
	for seed := range uint64(some(1_000)) {
		h := random(seed, Counter, 4, 30, 0.2)
		for _, since := range []int64{0, 5, 10, 20, 30, 50} {
			require.Equal(t, Holds, plainSearch(counterSince(h.Operations, since)), "seed %d since %d\n%s", seed, since, text(h))
		}
	}
}

// And if the whole fails, an end that begins with all that is at fault does too.
func TestEachEndOfACounterThatHasAllThatIsAtFaultFails(t *testing.T) {
	failed, leftOut := 0, 0
	for seed := range uint64(some(10_000)) {
		h := spoiled(seed, random(seed, Counter, 3, 14, 0.2))
		if seed%2 == 0 {
			h = arbitrary(seed, Counter)
		}
		p := SmallestFailing(t.Context(), h, Options{})
		if p.Result.Verdict != Fails {
			continue
		}
		ops := p.History.Operations
		c := newCounter(ops)
		at := c.contradiction(len(c.returns)).since
		for since := range at + 1 {
			s := counterSince(ops, since)
			require.Equal(t, Fails, plainSearch(s), "seed %d since %d: %s\n%s", seed, since, p.Result.Reason, text(p.History))
			leftOut += s.leftOut
		}
		failed++
	}
	require.Greater(t, failed, some(3_000))
	require.Greater(t, leftOut, some(3_000))
}

func TestPictureOfAKeyBeginsAtAnOperationThatIsAlone(t *testing.T) {
	var ops []Operation
	for i := range int64(around + 5) {
		ops = append(ops, put(1, fmt.Sprint(i), 10*i, 10*i+5))
	}
	at := func(longer int, until int64) int {
		changed := slices.Clone(ops)
		changed[longer].Return = until
		from, text := quiet(keyOperations(changed))
		if from > 0 {
			require.Equal(t, fmt.Sprint(from), text)
		}
		return from
	}
	require.Equal(t, 4, at(0, 5), "as late as the picture has room for")
	require.Equal(t, 3, at(4, 50), "it meets the next one")
	require.Equal(t, 2, at(3, 45), "and the one that comes after it is not alone either")
	require.Equal(t, 0, at(0, 1000), "none is alone")
	from, _ := quiet(keyOperations(ops[:around]))
	require.Zero(t, from, "there is room for all")
}

func TestPictureThatWouldNotShowTheFaultIsRefused(t *testing.T) {
	h := counterOf(inc(1, 1, 1, 2))
	_, err := counterScene(h.Operations).draw(t.Context(), h, Result{Verdict: Fails})
	require.ErrorContains(t, err, "the history fails, and its end alone, which the picture is to show, does not say so")
}

func TestPictureIsNotDrawnOfWhatIsUnjudgedOrTooMuch(t *testing.T) {
	var page bytes.Buffer
	require.ErrorContains(t, Picture(t.Context(), &page, counterOf(), Options{}), "nothing to judge")
	many := storeOf()
	for i := range most + 1 {
		o := put(1, "a", int64(2*i), int64(2*i+1))
		o.Key = fmt.Sprint(i)
		many.Operations = append(many.Operations, o)
	}
	require.ErrorContains(t, Picture(t.Context(), &page, many, Options{}), "a picture shows 5000 operations at most, and this one would have 5001")
	require.Zero(t, page.Len())
	full := errors.New("no space left")
	require.ErrorIs(t, Picture(t.Context(), writerFunc(func([]byte) (int, error) { return 0, full }), counterOf(inc(1, 1, 1, 2)), Options{}), full)
}

// It is told that the search was not finished, and what was found is shown.
func TestPictureOfASearchThatDoesNotEndShowsWhatWasFound(t *testing.T) {
	over, cancel := context.WithCancel(context.Background())
	cancel()
	h := hard(10)
	page, err := keyScene(h.Operations, nil).draw(over, h, Result{Verdict: Fails})
	require.NoError(t, err)
	require.Contains(t, string(page), "was not finished")
}

func TestOperationsOfOneClientThatOverlapHaveRowsOfTheirOwn(t *testing.T) {
	rows := func(ops ...Operation) []int {
		asked := permitOperations(ops)
		setRows(asked)
		var rows []int
		for _, o := range asked {
			rows = append(rows, o.ClientId)
		}
		return rows
	}
	require.Equal(t, []int{1, 2, 1}, rows(inc(1, 1, 1, 2), inc(2, 2, 1, 5), inc(1, 3, 3, 4)))
	require.Equal(t, []int{1, 3, 2, 1}, rows(inc(1, 1, 1, 5), inc(1, 2, 2, 3), inc(2, 3, 4, 5), inc(1, 4, 6, 7)))
	require.Equal(t, []int{1, 2}, rows(inc(1, 1, 1, 3), inc(1, 2, 3, 4)), "they meet, and would be drawn over each other")
	require.Equal(t, []int{0, 1, 0}, rows(inc(1_000, 1, 1, 2), inc(7, 2, 3, 4), inc(1_000, 3, 5, 6)), "great numbers take no rows for the clients between")
	require.Equal(t, []int{3, 4, 2}, rows(inc(3, 1, 1, 5), inc(3, 2, 2, 3), inc(2, 3, 4, 5)), "half of the rows may be empty")
}

func TestAnnotationsReachIntoThePictureOrAreLeftOut(t *testing.T) {
	s := scene{since: 10}
	drawn := s.annotations([]Annotation{{Fault, 1, 9, "over"}, {Fault, 1, 10, "ends"}, {LeaderChange, 12, 12, "2 leads"}})
	require.Len(t, drawn, 2)
	require.Equal(t, []int64{10, 10, 12, 12}, []int64{drawn[0].Start, drawn[0].End, drawn[1].Start, drawn[1].End})
	require.Equal(t, "fault: ends, from 1 to 10", drawn[0].Details)
}
