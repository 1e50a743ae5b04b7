package output

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"regexp"
)

// Header is what the first line of a trace, a log or a history says of the file.
type Header struct {
	Lockstep string `json:"lockstep"` // "trace" or "history".
	Origin   string `json:"origin"`   // The command that made it.
}

// maxHeader bounds what is read of a file to tell what it is.
const maxHeader = 1 << 20

// HeaderOf is the header of a file, the zero Header if it has none.
func HeaderOf(path string) Header {
	var h Header
	if json.Unmarshal(firstLine(path), &h) != nil {
		return Header{}
	}
	return h
}

// firstLine is the first line of a file, nil if there is none.
func firstLine(path string) []byte {
	head, err := beginning(path)
	if err != nil {
		return nil
	}
	defer head.Close()
	line, err := bufio.NewReader(io.LimitReader(head, maxHeader)).ReadBytes('\n')
	if err != nil {
		return nil
	}
	return line
}

// beginning opens a regular file. Others may have no end, or block.
func beginning(path string) (*os.File, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, os.ErrInvalid
	}
	return os.Open(path)
}

// Generator marks a page that lockstep drew. It stands at the beginning of its head.
const Generator = `<meta name="generator" content="lockstep">`

// Mark is a page with that mark.
func Mark(page []byte) []byte {
	return bytes.Replace(page, []byte("<head>"), []byte("<head>\n"+Generator), 1)
}

// kinds are the files that runs leave in a folder: their names, and what they begin with.
var kinds = []struct {
	name *regexp.Regexp
	is   func(path string) bool
}{
	{regexp.MustCompile(`^(synod-[0-9]+|election-[a-z ]+-[0-9]+|node-[0-9]+|trace|history|corrupted)\.ndjson$`), isOfARun},
	{regexp.MustCompile(`^(report|history\.ndjson)\.html$`), IsPage},
	{regexp.MustCompile(`^election-[0-9]+\.svg$`), isPicture},
}

// isOurs reports whether a run of lockstep wrote the file: it has such a name, and its
// header says so.
func isOurs(path string) bool {
	info, err := os.Lstat(path)
	if err != nil || !info.Mode().IsRegular() {
		return false
	}
	for _, k := range kinds {
		if k.name.MatchString(filepath.Base(path)) {
			return k.is(path)
		}
	}
	return false
}

var runOrigin = regexp.MustCompile(`^lockstep (run|trace record) `)

func isOfARun(path string) bool {
	h := HeaderOf(path)
	return (h.Lockstep == "trace" || h.Lockstep == "history") && runOrigin.MatchString(h.Origin)
}

var (
	pageHead    = regexp.MustCompile(`(?i)^<!doctype html>\s*<html[^>]*>\s*<head>\s*` + regexp.QuoteMeta(Generator))
	pictureHead = regexp.MustCompile(`^<svg [^>]*>\n<desc>lockstep run [^<]*</desc>\n`)
)

// IsPage reports whether lockstep drew this page.
func IsPage(path string) bool { return beginsWith(path, pageHead) }

func isPicture(path string) bool { return beginsWith(path, pictureHead) }

func beginsWith(path string, head *regexp.Regexp) bool {
	f, err := beginning(path)
	if err != nil {
		return false
	}
	defer f.Close()
	return head.MatchReader(bufio.NewReader(io.LimitReader(f, maxHeader)))
}
