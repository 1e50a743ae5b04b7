package tracetest

// Story is a short run of a protocol in which every action is taken. Each line of its
// text is a step: a node, an action, and its parameters; or, if the action receives a
// message, what that is to have in its fields: it is the first one with these, of all
// that were sent, with which the action is enabled. A reading of the clock is t.
type Story struct {
	Constants string
	Text      string
	Golden    string // The file in which it stands as it is recorded.
}

// Stories are those of the specs.
var Stories = map[string]Story{
	"Synod": {
		// Participant 1 has its decree passed by itself and 2, while 3 is away; then 3
		// learns it.
		Constants: `{"participants":[1,2,3],"proposals":[["a"],["b"],[]]}`,
		Golden:    "v1.ndjson",
		Text: `
			1 ChooseBallotNumber number=[1,1]
			1 HandleNextBallot
			1 HandleLastVote
			2 HandleNextBallot
			1 HandleLastVote
			1 BeginBallot d="a"
			3 Crash
			1 HandleBeginBallot
			1 HandleVoted
			2 HandleBeginBallot
			1 HandleVoted
			3 HandleSuccess`,
	},
	"Election": {
		// Participant 1 claims the first epoch, and the others follow. 2 crashes and recovers;
		// 3 claims the next epoch.
		Constants: `{"participants":[1,2,3],"rule":"rank"}`,
		Golden:    "v1-election.ndjson",
		Text: `
			1 Ring
			1 Claim b=[1,1]
			2 HandleHeartbeat
			3 HandleHeartbeat
			2 Crash
			2 Recover
			3 Ring
			3 Claim b=[2,3]
			1 HandleHeartbeat`,
	},
	"MultiDecree": {
		// Participant 1 has a decree passed, and 2 votes for its third, but not for its
		// second. Then 2 presides, fills the gap and has the third passed. What 3 missed it
		// is given in a snapshot, what 1 missed by a reminder.
		Constants: `{"participants":[1,2,3],"window":2}`,
		Golden:    "v1-multidecree.ndjson",
		Text: `
			1 ChooseBallotNumber number=[1,1]
			1 HandleNextBallot
			2 HandleNextBallot
			1 HandleLastVote
			1 HandleLastVote
			1 BeginBallot i=1 d=["a"]
			1 BeginBallot i=2 d=["b"]
			1 HandleBeginBallot instance=1
			2 HandleBeginBallot instance=1
			1 HandleVoted
			1 HandleVoted
			1 BeginBallot i=3 d=["c"]
			2 HandleBeginBallot instance=3
			2 HandleSuccess
			3 Crash
			1 Truncate i=1 s=["s"]
			1 SendSnapshot q=3
			3 InstallSnapshot
			2 ChooseBallotNumber number=[2,2]
			2 HandleNextBallot number=[2,2]
			3 HandleNextBallot number=[2,2]
			2 HandleLastVote from=2
			2 HandleLastVote from=3
			2 BeginBallot i=3 d=["c"]
			2 BeginBallot i=2 d=[]
			2 HandleBeginBallot instance=3
			3 HandleBeginBallot instance=3
			2 HandleVoted
			2 HandleVoted
			3 HandleSuccess instance=3
			2 HandleBeginBallot instance=2
			3 HandleBeginBallot instance=2
			2 HandleVoted
			2 HandleVoted
			2 Remind q=1 i=2
			1 HandleSuccess instance=2
			2 Truncate i=3 s=["t"]`,
	},
	"Replica": {
		// Participant 1 executes a command and answers a query, and 2, which missed it,
		// takes a snapshot. Then 2 crashes, presides, and has the second command passed
		// again.
		Constants: `{"participants":[1,2],"window":2,"depth":2,"clients":[3,4]}`,
		Golden:    "v1-replica.ndjson",
		Text: `
			1 ChooseBallotNumber number=[1,1]
			1 HandleNextBallot
			2 HandleNextBallot
			1 HandleLastVote
			1 HandleLastVote
			3 Call op="increment"
			3 Call op="read"
			1 HandleRequest seq=1
			1 HandleRequest seq=2
			1 Propose i=1 d=[{"client":3,"op":"increment","seq":1}]
			1 HandleBeginBallot
			2 HandleBeginBallot
			1 HandleVoted
			1 HandleVoted
			1 Execute
			1 AnswerAgain seq=1
			3 Return
			3 GiveUp n=2
			4 Ask op="read"
			1 HandleQuery
			1 Confirm
			1 HandleConfirm
			2 HandleConfirm
			1 HandleConfirmed
			1 HandleConfirmed
			1 AnswerQuery q={"client":4,"query":1,"op":"read","number":[1,1],"round":1,"point":1}
			4 ReturnQuery
			4 Ask op="read"
			4 GiveUpQuery n=2
			1 TakeSnapshot
			1 SendSnapshot q=2
			2 Restore
			1 Propose i=2 d=[{"client":3,"op":"read","seq":2}]
			2 HandleBeginBallot instance=2
			2 Lose
			2 ChooseBallotNumber number=[2,2]
			1 HandleNextBallot number=[2,2]
			2 HandleNextBallot number=[2,2]
			2 HandleLastVote
			2 HandleLastVote
			2 Repropose i=2 d=[{"client":3,"op":"read","seq":2}]
			2 HandleBeginBallot number=[2,2]
			1 HandleBeginBallot number=[2,2]
			2 HandleVoted
			2 HandleVoted
			2 Remind q=1 i=2
			1 HandleSuccess instance=2`,
	},
	"Lease": {
		// The story of Replica with leases: participant 1 answers a query without one, and
		// then one with. When 2 has crashed it waits a term before it promises anything,
		// and 1 waits until what it granted itself is over.
		Constants: `{"participants":[1,2],"window":2,"depth":2,"clients":[3,4],"term":10,"drift":1}`,
		Golden:    "v1-lease.ndjson",
		Text: `
			1 ChooseBallotNumber number=[1,1]
			1 Promise t=0
			2 Promise t=1
			1 HandleLastVote
			1 HandleLastVote
			3 Call op="increment"
			3 Call op="read"
			1 HandleRequest seq=1
			1 HandleRequest seq=2
			1 Propose i=1 d=[{"client":3,"op":"increment","seq":1}]
			1 HandleBeginBallot
			2 HandleBeginBallot
			1 HandleVoted
			1 HandleVoted
			1 Execute
			1 AnswerAgain seq=1
			3 Return
			3 GiveUp n=2
			4 Ask op="read"
			1 HandleQuery
			1 Confirm
			1 HandleConfirm
			2 HandleConfirm
			1 HandleConfirmed
			1 HandleConfirmed
			1 AnswerQuery q={"client":4,"query":1,"op":"read","number":[1,1],"round":1,"point":1}
			4 ReturnQuery
			1 RequestLease t=2
			1 GrantLease t=2
			2 GrantLease t=3
			1 HandleGrant
			1 HandleGrant
			4 Ask op="read"
			1 LeaseRead query=2 t=4
			4 ReturnQuery
			4 Ask op="read"
			4 GiveUpQuery n=3
			1 TakeSnapshot
			1 SendSnapshot q=2
			2 Restore
			1 Propose i=2 d=[{"client":3,"op":"read","seq":2}]
			2 HandleBeginBallot instance=2
			2 LoseGrants t=5
			2 ChooseBallotNumber number=[2,2]
			1 Promise number=[2,2] t=12
			2 Promise number=[2,2] t=15
			2 HandleLastVote
			2 HandleLastVote
			2 Repropose i=2 d=[{"client":3,"op":"read","seq":2}]
			2 HandleBeginBallot number=[2,2]
			1 HandleBeginBallot number=[2,2]
			2 HandleVoted
			2 HandleVoted
			2 Remind q=1 i=2
			1 HandleSuccess instance=2`,
	},
}
