package tla

// fixity is where an operator stands, and how tightly it binds: from low to high, which
// differ where TLA+ wants parentheses beside others. Specifying
// Systems, table 6, and where SANY differs, as SANY has it: SUBSET, UNION and DOMAIN.
type fixity struct {
	low, high int
	isLeft    bool // a op b op c is (a op b) op c; otherwise it is refused.
}

var infix = func() map[string]fixity {
	table := map[string]fixity{
		`=>`: {1, 1, false}, `-+->`: {2, 2, false}, `<=>`: {2, 2, false}, `~>`: {2, 2, false},
		`/\`: {3, 3, true}, `\/`: {3, 3, true},
		`@@`: {6, 6, true}, `:>`: {7, 7, false}, `<:`: {7, 7, false},
		`\`: {8, 8, false}, `\cap`: {8, 8, true}, `\cup`: {8, 8, true},
		`..`: {9, 9, false}, `...`: {9, 9, false}, `!!`: {9, 13, false},
		`##`: {9, 13, true}, `$`: {9, 13, true}, `$$`: {9, 13, true}, `??`: {9, 13, true},
		`\sqcap`: {9, 13, true}, `\sqcup`: {9, 13, true}, `\uplus`: {9, 13, true}, `\wr`: {9, 14, false},
		`\X`: {10, 13, true}, `+`: {10, 10, true}, `++`: {10, 10, true}, `\oplus`: {10, 10, true},
		`%`: {10, 11, false}, `%%`: {10, 11, true}, `|`: {10, 11, true}, `||`: {10, 11, true},
		`-`: {11, 11, true}, `--`: {11, 11, true}, `\ominus`: {11, 11, true},
		`&`: {13, 13, true}, `&&`: {13, 13, true}, `*`: {13, 13, true}, `**`: {13, 13, true},
		`/`: {13, 13, false}, `//`: {13, 13, false}, `\div`: {13, 13, false}, `\o`: {13, 13, true},
		`\odot`: {13, 13, true}, `\oslash`: {13, 13, false}, `\otimes`: {13, 13, true},
		`\bigcirc`: {13, 13, true}, `\bullet`: {13, 13, true}, `\star`: {13, 13, true},
		`^`: {14, 14, false}, `^^`: {14, 14, false}, `\cdot`: {5, 14, true},
	}
	for _, op := range []string{
		`=`, `#`, `<`, `>`, `<=`, `>=`, `\in`, `\notin`, `\subseteq`, `\supseteq`, `\subset`, `\supset`,
		`\prec`, `\succ`, `\preceq`, `\succeq`, `\sqsubset`, `\sqsupset`, `\sqsubseteq`, `\sqsupseteq`,
		`\ll`, `\gg`, `\sim`, `\simeq`, `\approx`, `\cong`, `\asymp`, `\doteq`, `\propto`, `|-`, `|=`, `::=`, `:=`,
	} {
		table[op] = fixity{5, 5, false}
	}
	return table
}()

var prefix = map[string]fixity{
	`~`: {4, 4, false}, `ENABLED`: {4, 15, false}, `UNCHANGED`: {4, 15, false}, `[]`: {4, 15, false}, `<>`: {4, 15, false},
	`SUBSET`: {10, 13, false}, `UNION`: {10, 13, false}, `DOMAIN`: {10, 13, false}, `-`: {12, 12, false},
}

var postfix = map[string]fixity{`'`: {15, 15, false}, `^+`: {15, 15, false}, `^*`: {15, 15, false}, `^#`: {15, 15, false}}

// keywords are names that name nothing.
var keywords = func() map[string]bool {
	words := map[string]bool{}
	for _, w := range []string{
		"ASSUME", "ASSUMPTION", "AXIOM", "BY", "CASE", "CHOOSE", "CONSTANT", "CONSTANTS", "COROLLARY", "DEF", "DEFINE", "DEFS", "DOMAIN",
		"ELSE", "ENABLED", "EXCEPT", "EXTENDS", "HAVE", "HIDE", "IF", "IN", "INSTANCE", "LAMBDA", "LEMMA", "LET", "LOCAL", "MODULE", "NEW",
		"OBVIOUS", "OMITTED", "ONLY", "OTHER", "PICK", "PROOF", "PROPOSITION", "PROVE", "QED", "RECURSIVE", "SF_", "STATE", "SUBSET",
		"SUFFICES", "TAKE", "TEMPORAL", "THEN", "THEOREM", "UNCHANGED", "UNION", "USE", "VARIABLE", "VARIABLES", "WF_", "WITH", "WITNESS",
	} {
		words[w] = true
	}
	return words
}()
