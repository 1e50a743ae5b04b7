package main

import (
	"bytes"
	"cmp"
	"html/template"
	"io"
	"maps"
	"slices"

	"github.com/lockstep-paxos/lockstep/internal/output"
	"github.com/lockstep-paxos/lockstep/internal/timeline"
)

// picture is a page of HTML of its own, or why there is none.
type picture struct {
	page string
	err  error
}

// screens are the classes of screens, of which the page shows the pictures of one.
var screens = []struct {
	class string
	width int
}{{"wide", timeline.Wide}, {"narrow", timeline.Narrow}}

// drawn is a picture for screens of one class.
type drawn struct {
	Class string
	SVG   template.HTML
}

// actionCount is how often an action was taken.
type actionCount struct {
	Action string
	Count  int
}

// writePage writes the report of a run as one page, which needs nothing else.
func (r runReplicaReport) writePage(w io.Writer, of picture) error {
	var led, took []drawn
	charts := []timeline.Chart{{Title: "participants", Timeline: r.Timeline}}
	for _, screen := range screens {
		var leaders, latencies bytes.Buffer
		if err := timeline.WriteSVG(&leaders, screen.width, "", r.Command, charts); err != nil {
			return err
		}
		if err := timeline.WriteLatencySVG(&latencies, screen.width, r.Latencies, r.Timeline.Length); err != nil {
			return err
		}
		led = append(led, drawn{screen.class, template.HTML(leaders.String())})
		took = append(took, drawn{screen.class, template.HTML(latencies.String())})
	}
	var actions []actionCount
	for _, action := range slices.SortedFunc(maps.Keys(r.Actions), func(a, b string) int {
		return cmp.Or(cmp.Compare(r.Actions[b], r.Actions[a]), cmp.Compare(a, b))
	}) {
		actions = append(actions, actionCount{action, r.Actions[action]})
	}
	return replicaPage.Execute(w, map[string]any{
		"Run": r, "Led": led, "Took": took, "Actions": actions,
		"Latency": latencyRows(r.Latency), "Picture": of.page, "NoPicture": of.err,
	})
}

// replicaPage is the page. What clients saw is a page within it.
var replicaPage = template.Must(template.New("report").Parse(`<!DOCTYPE html>
<html lang="en">
<head>
` + output.Generator + `
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>lockstep run replica, seed {{.Run.Seed}}: {{.Run.Verdict}}</title>
<style>
body { font-family: sans-serif; margin: 24px; max-width: 1240px; }
code { background: #f2f2f2; padding: 2px 4px; overflow-wrap: anywhere; }
table { border-collapse: collapse; margin: 12px 0; max-width: 100%; }
td, th { border: 1px solid #bbb; padding: 4px 10px; text-align: left; }
.holds { background: #e2f2e2; }
.fails { background: #f8d7d4; font-weight: bold; }
.unjudged { background: #fbeecb; font-weight: bold; }
iframe { width: 100%; height: 860px; border: 1px solid #bbb; box-sizing: border-box; }
p, li { overflow-wrap: anywhere; }
.scrolls { overflow-x: auto; }
.narrow { display: none; }
@media (max-width: 1250px) {
  .wide { display: none; }
  .narrow { display: block; }
  body { margin: 12px; }
  td, th { padding: 4px 6px; overflow-wrap: break-word; }
}
</style>
</head>
<body>
<h1>The run {{.Run.Verdict}}</h1>
<p><code>{{.Run.Command}}</code></p>
<div class="scrolls"><table id="checks">
<tr><th>check</th><th>verdict</th><th>of what, or why</th></tr>
{{range .Run.Checks}}<tr class="{{.Verdict}}"><td>{{.Check}}</td><td>{{.Verdict}}</td><td>{{.Reason}}</td></tr>
{{end}}</table></div>
{{if .Run.Not}}<p>Not judged here:</p>
<ul>{{range .Run.Not}}<li>{{.}}</li>{{end}}</ul>
{{end}}<p id="made">{{.Run.Made}}</p>
<p>Seed {{.Run.Seed}}: {{.Run.Events}} events, {{.Run.Done}} operations done, {{.Run.Unknown}} of unknown outcome;
{{.Run.Measures.Reigns}} reigns, {{.Run.Measures.Crashes}} crashes, {{.Run.Measures.Pauses}} pauses;
{{.Run.Traffic.Sent}} messages sent, {{.Run.Traffic.Lost}} lost, {{.Run.Traffic.Duplicated}} doubled;
participants have executed{{range .Run.Executed}} {{.}}{{end}} instances.</p>
{{if .Run.Violations}}<h2 id="violations">What clients were told that cannot be</h2>
<ul>{{range .Run.Violations}}<li>{{.}}</li>{{end}}</ul>{{end}}
{{if .Run.Divided}}<h2 id="divided">Where participants differ</h2>
<ul>{{range .Run.Divided}}<li>{{.}}</li>{{end}}</ul>{{end}}
<h2 id="leaders">Who led when</h2>
<p>Each row is a participant. Time goes from left to right and counts from the start of the run. A number such as 1.2 is a ballot number: the try, then its owner.</p>
{{range .Led}}<div class="{{.Class}}">{{.SVG}}</div>
{{end}}<h2 id="latency">How long operations took</h2>
<p>Below, time counts from the start of the run; on the left is how long an operation took, on a logarithmic scale. A line reaches from the fastest operation of a moment to the
slowest, and a dot marks the median. A cross is an operation that its client gave up.</p>
{{range .Took}}<div class="{{.Class}}">{{.SVG}}</div>
{{end}}<div class="scrolls"><table>
<tr><th>operation</th><th>done</th><th>median</th><th>90 %</th><th>99 %</th><th>longest</th><th>given up</th></tr>
{{range .Latency}}<tr>{{range .}}<td>{{.}}</td>{{end}}</tr>
{{end}}</table></div>
<h2 id="history">What clients saw</h2>
{{if .NoPicture}}<p>There is no picture: {{.NoPicture}}.</p>
{{else}}<p>The end of the history, or where it first fails; <code>lockstep check {{.Run.History}}</code> judges all of it.</p>
<iframe srcdoc="{{.Picture}}" title="what clients saw"></iframe>{{end}}
<h2 id="steps">Steps</h2>
<table>
<tr><th>action</th><th>how often</th></tr>
{{range .Actions}}<tr><td>{{.Action}}</td><td>{{.Count}}</td></tr>
{{end}}</table>
</body>
</html>
`))
