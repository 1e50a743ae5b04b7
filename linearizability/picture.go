package linearizability

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"html"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/anishathalye/porcupine"

	"github.com/lockstep-paxos/lockstep/internal/memory"
)

// pictureTime bounds the search for what a picture shows of a history that fails.
const pictureTime = 10 * time.Second

// Picture writes a page of HTML that shows a history: the operations of each
// client, in which order they can stand and where that ends, and what happened to
// the system. Of a history that fails it shows where it first does; of a long one,
// the end of that. It is Porcupine's picture, so that two of the same history may
// differ in their bytes.
func Picture(ctx context.Context, w io.Writer, h History, o Options) error {
	p := SmallestFailing(ctx, h, o)
	if p.Result.Verdict == Unjudged {
		return errors.New(p.Result.Reason)
	}
	var last *Operation
	if p.Result.Verdict == Fails {
		h, last = p.History, &p.Last
	}
	s := counterScene(h.Operations)
	if h.Model == KeyValue {
		s = keyScene(h.Operations, last)
	}
	if len(s.asked) > most {
		return fmt.Errorf("a picture shows %d operations at most, and this one would have %d", most, len(s.asked))
	}
	bounded, release := memory.Bound(ctx, o.MaxBytes)
	defer release()
	page, err := s.draw(bounded, h, p.Result)
	if errors.Is(err, memory.ErrExceeded) {
		page, err = s.undrawn(h, p.Result, err), nil
	}
	if err != nil {
		return err
	}
	_, err = w.Write(page)
	return err
}

// draw is the page.
func (s scene) draw(ctx context.Context, h History, r Result) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, pictureTime)
	defer cancel()
	setRows(s.asked)
	m, gaveUp := giveUpWith(ctx, s.model)
	found, info := porcupine.CheckOperationsVerbose(m, s.asked, 0)
	if found == porcupine.Ok && r.Verdict == Fails || found != porcupine.Ok && r.Verdict == Holds && !gaveUp.Load() {
		return nil, fmt.Errorf("the history %s, and its end alone, which the picture is to show, does not say so", r.Verdict)
	}
	info.AddAnnotations(s.annotations(h.Annotations))
	if cause := context.Cause(ctx); errors.Is(cause, memory.ErrExceeded) {
		return nil, cause
	}
	if err := memory.Fits(ctx, s.size(info)); err != nil {
		return nil, err
	}
	var page bytes.Buffer
	if err := porcupine.Visualize(asText(s.model), info, &page); err != nil {
		return nil, err
	}
	before, after, cut := strings.Cut(page.String(), "<body>")
	if !cut {
		return nil, errors.New("the picture that Porcupine drew has no body")
	}
	if r.Verdict == Fails {
		after = strings.Replace(after, "render(data)\n", "render(data)\n"+jump, 1)
	}
	after = strings.Replace(after, `<div id="calc">`, s.about(h, r, gaveUp.Load())+`<div id="calc">`, 1)
	return []byte(before + "<body>\n" + heading(r) + after), nil
}

// size is what a picture takes until it is written, about: each order that was found is drawn step by step, with the state
// after each, as text that is written and copied.
func (s scene) size(info porcupine.LinearizationInfo) int64 {
	const step, copies = 150, 5
	texts, steps := 0, 0
	for _, o := range s.asked {
		texts += len(fmt.Sprint(s.model.DescribeOperation(o.Input, o.Output)))
	}
	for _, partition := range info.PartialLinearizations() {
		for _, order := range partition {
			steps += len(order)
		}
	}
	return copies * int64(texts+steps*(step+texts/max(len(s.asked), 1)))
}

// style keeps the legend above the heading, and has the picture scroll sideways rather than
// the page.
const style = `<style>
h1 { margin-top: 45px; font-size: 1.4rem; }
p { overflow-wrap: anywhere; }
#legend svg { overflow: visible; }
#canvas { overflow-x: auto; margin-top: 0 !important; }
@media (max-width: 700px) { #legend { position: static; overflow-x: auto; } h1 { margin-top: 12px; } }
</style>
`

// jump shows the first operation that fits into no order.
const jump = `
      const misfit = [...document.querySelectorAll(".linearization-invalid.linearization-point")].find((e) => !e.parentElement.classList.contains("hidden"))
      const canvas = document.querySelector("#canvas")
      if (misfit) canvas.scrollLeft = misfit.getAttribute("x1") - canvas.clientWidth / 2
`

// explained says what is to be seen.
const explained = "Each box is an operation, from its call to its return; a row has operations of one client. A line through the boxes is an order in which they can have taken effect; " +
	"a mark on it is the moment of one (in the legend: LP, linearization point), and a red one is the first that fits into no order. Point at a box to see the state before and after."

// undrawn is the page without the picture: the verdict, and why nothing is drawn.
func (s scene) undrawn(h History, r Result, why error) []byte {
	page := "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"UTF-8\" />\n<title>lockstep</title>\n</head>\n<body>\n" + heading(r) + s.about(h, r, false)
	return fmt.Appendf(nil, "%s<p>The operations are not drawn: %s; allow more (--max-bytes).</p>\n</body>\n</html>\n", page, html.EscapeString(why.Error()))
}

// asText is m for the picture. The page shows the words for an operation as they are, and
// reads those for a state as HTML, which clients' texts are not.
func asText(m porcupine.Model) porcupine.Model {
	describe := m.DescribeState
	m.DescribeState = func(state any) string { return html.EscapeString(describe(state)) }
	return m
}

// heading says what the history is, and why.
func heading(r Result) string {
	title := "This history is linearizable"
	if r.Verdict == Fails {
		title = "This history is not linearizable"
	}
	return style + "<h1>" + title + "</h1>\n" + paragraphs(r.Reason)
}

// about says what is to be seen, and what is not.
func (s scene) about(h History, r Result, gaveUp bool) string {
	last := h.Operations[0]
	for _, o := range h.Operations {
		if o.Outcome == Done && o.Return > last.Return {
			last = o
		}
	}
	lines := []string{explained, fmt.Sprintf("Shown are %d operations of the model %s, from %d to %d.", len(s.asked), h.Model, s.since, last.Return)}
	if s.leftOut > 0 {
		where := map[Model]string{Counter: "that come before", KeyValue: "that come before, are on other keys, or put a text that nobody got"}[h.Model]
		lines = append(lines, fmt.Sprintf("Left out are %d operations %s.", s.leftOut, where))
	}
	if r.LeftOut > 0 {
		lines = append(lines, fmt.Sprintf("Left out are %d operations that tell nothing: failed ones, and reads and gets of unknown outcome.", r.LeftOut))
	}
	if h.Origin != "" {
		lines = append(lines, "The history is of "+h.Origin+".")
	}
	if gaveUp {
		lines = append(lines, "The search for the longest orders was not finished; those that it had found are shown.")
	}
	return paragraphs(lines...)
}

func paragraphs(lines ...string) string {
	var b strings.Builder
	for _, line := range lines {
		if line != "" {
			fmt.Fprintf(&b, "<p>%s</p>\n", html.EscapeString(line))
		}
	}
	return b.String()
}

// annotations are those that reach into the scene, each in a row in which no other
// is drawn over it.
func (s scene) annotations(all []Annotation) []porcupine.Annotation {
	names := map[AnnotationKind]string{Fault: "faults", LeaderChange: "leader"}
	colours := map[AnnotationKind]string{Fault: "#ffcdc7", LeaderChange: "#cfe3ff"}
	rows := map[AnnotationKind]*lanes{Fault: {}, LeaderChange: {}}
	var drawn []porcupine.Annotation
	for _, a := range slices.SortedFunc(slices.Values(all), byTime) {
		if a.To < s.since {
			continue
		}
		from, tag := max(a.From, s.since), names[a.Kind]
		if row := rows[a.Kind].add(from, a.To); row > 0 {
			tag = fmt.Sprintf("%s %d", tag, row+1)
		}
		drawn = append(drawn, porcupine.Annotation{
			Tag: tag, Start: from, End: a.To, Description: a.Text,
			Details: fmt.Sprintf("%s: %s, from %d to %d", a.Kind, a.Text, a.From, a.To), BackgroundColor: colours[a.Kind],
		})
	}
	return drawn
}

// lanes are rows of a picture: until when something is drawn in each.
type lanes []int64

// add finds a row in which nothing is drawn from a moment on.
func (l *lanes) add(from, to int64) int {
	for i, end := range *l {
		if end < from {
			(*l)[i] = to
			return i
		}
	}
	*l = append(*l, to)
	return len(*l) - 1
}

// setRows gives each operation its row: that of its client, or if the client had
// another one under way another row below those of all clients. The row of a client has
// its number, unless most rows would be empty then: they are numbered without gaps.
func setRows(asked []porcupine.Operation) {
	clients := map[int]*lanes{}
	greatest := 0
	for _, o := range asked {
		clients[o.ClientId] = &lanes{}
		greatest = max(greatest, o.ClientId)
	}
	slices.SortStableFunc(asked, func(a, b porcupine.Operation) int { return cmp.Compare(a.Call, b.Call) })
	type place struct{ client, lane int }
	rows, next := map[place]int{}, 0
	if greatest < 2*len(clients) {
		next = greatest + 1
		for client := range clients {
			rows[place{client, 0}] = client
		}
	}
	for i := range asked {
		o := &asked[i]
		at := place{o.ClientId, clients[o.ClientId].add(o.Call, o.Return)}
		if _, ok := rows[at]; !ok {
			rows[at] = next
			next++
		}
		o.ClientId = rows[at]
	}
}
