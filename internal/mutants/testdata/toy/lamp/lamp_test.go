package lamp

import "testing"

func TestALampIsLitOnce(t *testing.T) {
	var l Lamp
	if _, ok := l.Light(); !ok {
		t.Fatal("a lamp that is off is lit")
	}
	if _, ok := l.Light(); ok {
		t.Fatal("one that is on is not")
	}
}
