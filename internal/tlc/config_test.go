package tlc

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestPropertiesAreReadFromConfigurations(t *testing.T) {
	require.Equal(t, []string{"A", "B", "C"}, configProperties("SPECIFICATION Spec\nPROPERTY A\n  B \\* not D\nINVARIANT E\nPROPERTIES C\nCHECK_DEADLOCK FALSE\n"))
}

func TestWhatIsCommentedOutOfAConfigurationIsNotRead(t *testing.T) {
	require.Equal(t, []string{"A"}, configProperties("\\* PROPERTY B\nSPECIFICATION Spec (* PROPERTY\n C *) PROPERTY A"))
}

func TestPropertiesLeaveTheRestOfAConfigurationAsItIs(t *testing.T) {
	require.Equal(t, "SPECIFICATION Spec\nCONSTANT\n  A = \"two  blanks\"\n  B <- C\nINVARIANT D\n",
		withoutProperties("SPECIFICATION Spec PROPERTY P\nCONSTANT\n  A = \"two  blanks\"\n  B <- C\nPROPERTIES\n  Q R\nINVARIANT D"))
}

func TestDeadlocksAreFoundUnlessAConfigurationSaysNo(t *testing.T) {
	require.True(t, checksDeadlock("SPECIFICATION Spec"))
	require.True(t, checksDeadlock("SPECIFICATION Spec CHECK_DEADLOCK TRUE"))
	require.False(t, checksDeadlock("SPECIFICATION Spec CHECK_DEADLOCK FALSE"))
}
