package tlc

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"os"
	"regexp"
	"slices"
)

// Identity is which TLC a jar holds.
type Identity struct {
	Jar     string `json:"jar"`
	Version string `json:"version"` // As TLC tells it, such as "2.18 of 20 March 2023".
	SHA256  string `json:"sha256"`
	Pinned  bool   `json:"pinned"` // Whether it is the jar that the project pins.
}

// Where a jar tells the version of its TLC: in a constant, or, of later ones, in when it
// was built.
var versions = []struct {
	file string
	says *regexp.Regexp
}{
	{"tlc2/TLCGlobals.class", regexp.MustCompile(`Version (\d[ -~]*)`)},
	{"META-INF/MANIFEST.MF", regexp.MustCompile(`Build-TimeStamp: (\d[ -~]*)`)},
}

// Identify reads which TLC a jar holds; it runs nothing.
func Identify(jar string) (*Identity, error) {
	f, err := os.Open(jar)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	h := sha256.New()
	size, err := io.Copy(h, f)
	if err != nil {
		return nil, err
	}
	files, err := zip.NewReader(f, size)
	if err != nil {
		return nil, fmt.Errorf("%s: is no jar: %w", jar, err)
	}
	id := &Identity{Jar: jar, Version: "unknown", SHA256: hex.EncodeToString(h.Sum(nil))}
	id.Pinned = id.SHA256 == JarSHA256
	for _, v := range slices.Backward(versions) {
		text, err := fs.ReadFile(files, v.file)
		if err != nil && v.file == versions[0].file {
			return nil, fmt.Errorf("%s: holds no TLC: %w", jar, err)
		}
		if found := v.says.FindSubmatch(text); found != nil {
			id.Version = string(found[1])
		}
	}
	return id, nil
}
