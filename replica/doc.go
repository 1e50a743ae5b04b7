// Package replica has commands of clients executed by a replicated state machine, each
// at most once. It says what participants and clients may do, never when: no clock,
// randomness, goroutine or I/O.
//
// Each action is an exported method of Replica or Client with the name, the parameters
// and the guards of the action of spec/Replica.tla that it is the twin of, in the same
// order. It returns the messages to send and true, or nil and false having changed
// nothing. Read package multidecree first, on which this one stands: a decree is a batch
// of commands, and what a snapshot holds is a State. A Replica has the actions of
// multidecree.Participant, too. Four of them are steps of actions here, and nobody takes
// them alone: BeginBallot (of Propose and Repropose), Truncate (of TakeSnapshot),
// InstallSnapshot (of Restore) and Crash (of Lose).
//
// The state machine is the user's: a Machine, of which package machine has three. In the
// spec it is a counter, and so TLC judges traces of a counter only.
//
// # What a caller does
//
//   - It makes multidecree.Durable durable before it sends what an action returned, and
//     never writes to a message. A process that starts on what an earlier one left on
//     disk sets Durable and calls Lose.
//   - A Request goes to HandleRequest and, if that returns false, to AnswerAgain. If both
//     do, p does not preside: the caller tells the client whom to ask, as it likes.
//   - While p presides the caller has Pending passed, by Propose in instance Top() + 1 and
//     later ones, and Repropose for what Gaps tells.
//   - Whenever an entry was written it calls Execute until that returns false. The Answers
//     that it returns go to clients.
//   - After HandleQuery it calls Confirm, once for as many queries as came meanwhile, and
//     AnswerQuery for those that Answerable tells, after HandleConfirmed and Execute.
//   - Messages that come from a network are checked first: ReadBatch and ReadState refuse
//     what no participant sends. The actions panic on that.
//
// Not here: timers and resending, disks and sockets, who should preside. Where the code
// differs from the spec a comment says NOT IN SPEC and why; docs/divergences.md lists
// them all.
package replica
