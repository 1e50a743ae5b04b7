package tla

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Spec is a module, and all that it extends or makes instances of.
type Spec struct {
	name    string
	modules map[string]*moduleText
}

// Load reads the module of that name, and those that it extends or makes instances of,
// each from the first of the file systems that has it. It refuses what is no TLA+, what
// names something that is not there, and what it does not know.
func Load(name string, from ...fs.FS) (*Spec, error) {
	s := &Spec{name: name, modules: map[string]*moduleText{}}
	if err := s.load(name, place{}, from); err != nil {
		return nil, err
	}
	if _, err := s.link(nil); err != nil {
		return nil, err
	}
	return s, nil
}

// Sources reads the texts of the modules that Load reads, by the modules' names. It refuses
// what is no TLA+, but does not look at what the modules mean.
func Sources(name string, from ...fs.FS) (map[string]string, error) {
	s := &Spec{name: name, modules: map[string]*moduleText{}}
	if err := s.load(name, place{}, from); err != nil {
		return nil, err
	}
	texts := map[string]string{}
	for name, m := range s.modules {
		texts[name] = m.at.src.text
	}
	return texts, nil
}

// Read reads the module in a file, which TLC would look for others beside, and binds it to
// the configuration in another file.
func Read(module, config string) (*Model, error) {
	text, err := os.ReadFile(config)
	if err != nil {
		return nil, err
	}
	c, err := ParseConfig(config, string(text))
	if err != nil {
		return nil, err
	}
	s, err := Load(strings.TrimSuffix(filepath.Base(module), ".tla"), os.DirFS(filepath.Dir(module)))
	if err != nil {
		return nil, err
	}
	return s.Bind(c)
}

// load reads one module, and those that it needs, if it is no standard one.
func (s *Spec) load(name string, wanted place, from []fs.FS) error {
	if old, ok := s.modules[name]; ok {
		if old == nil {
			return wanted.errorf("module %s extends, or makes an instance of, itself", name)
		}
		return nil
	}
	text, err := find(name+".tla", from)
	switch {
	case errors.Is(err, fs.ErrNotExist) && standardModules[name] != nil:
		return nil
	case errors.Is(err, fs.ErrNotExist):
		return wanted.errorf("there is no module %s", name)
	case err != nil:
		return fmt.Errorf("module %s: %w", name, err)
	}
	s.modules[name] = nil
	m, err := parseModule(&source{name: name, text: string(text)})
	if err != nil {
		return err
	}
	if m.name != name {
		return m.at.errorf("the file of module %s has module %s", name, m.name)
	}
	for _, extended := range m.extends {
		if err := s.load(extended, m.at, from); err != nil {
			return err
		}
	}
	for _, u := range m.units {
		if u.kind == instanceUnit {
			if err := s.load(u.module, u.at, from); err != nil {
				return err
			}
		}
	}
	s.modules[name] = m
	return nil
}

// find reads a file from the first of the file systems that has it.
func find(name string, from []fs.FS) ([]byte, error) {
	for _, fsys := range from {
		text, err := fs.ReadFile(fsys, name)
		if !errors.Is(err, fs.ErrNotExist) {
			return text, err
		}
	}
	return nil, fs.ErrNotExist
}

// declared are the constants and variables of a module and of those that it extends.
func (s *Spec) declared(module string) []Param {
	var all []Param
	m, ok := s.modules[module]
	if !ok {
		return nil
	}
	for _, extended := range m.extends {
		for _, p := range s.declared(extended) {
			if !slices.Contains(all, p) {
				all = append(all, p)
			}
		}
	}
	for _, u := range m.units {
		if u.kind == constantUnit || u.kind == variableUnit {
			all = append(all, u.params...)
		}
	}
	return all
}
