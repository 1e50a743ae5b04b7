// Package election says whom to follow: the highest ballot that anybody has
// claimed. It says what a participant may do, never when: no clock, randomness,
// goroutine or I/O.
//
// Each action is an exported method of Participant with the name, the
// parameters and the guards of the action of spec/Election.tla that it is the
// twin of, in the same order. It returns the messages to send and true, or nil
// and false having changed nothing. The caller makes Durable durable before it
// sends what an action returned, and never writes to a message.
//
// What election gives: ballots never sink, a ballot names one reign, and when all
// heartbeats have been heard at most one participant leads. What it does not
// give: that at every moment at most one leads. Two may, under different ballots,
// while a heartbeat is on its way. Paxos is safe whoever leads.
//
// # The timer
//
// How long a silence must last before somebody claims is policy, not protocol. It
// belongs to the caller, which in lockstep will be the cluster layer: three
// heartbeat intervals to begin with, randomised, and adapted to the round trips
// that it measures. The hook for it are the actions themselves:
//
//   - HandleHeartbeat returns true exactly if p has heard whom it follows; then the
//     caller sets the timer of p anew. A heartbeat that returns false does not.
//   - When the timer runs out the caller calls Ring, and then, at once or after a
//     while, Claim with the ballot of LeastClaim.
//   - While p is a Leader the caller sends Heartbeats(p.Ballot) again in each
//     interval. Repeating a message is no action.
//   - Under the rank rule MayClaim may be true of a Follower: look after each
//     heartbeat and after Recover.
//
// A process that starts on what an earlier one left on disk sets Durable, has the
// role Down, and calls Recover.
//
// Not here: timers and resending, disks and sockets. Read spec/Election.tla beside
// actions.go: the comment at the end of a line quotes the conjunct that the line
// is the twin of, and a test compares them. docs/election.md weighs the two rules.
package election
