------------------------------- MODULE Ficus -------------------------------
(***************************************************************************)
(* The way of one domain from MySQL to PostgreSQL and back: backfill, both *)
(* streams, the cutover and its rollback, with an application that writes  *)
(* and processes that die. README.md beside this file says what is checked *)
(* and what is left out. Each action names the class that it stands for.   *)
(*                                                                         *)
(* A row is a number: 0 is no row, any other the number of the write that  *)
(* made it so. A source transaction changes one row.                       *)
(***************************************************************************)
EXTENDS Naturals, Sequences

CONSTANTS
    Rows,            \* primary keys; each is a chunk of its own
    Streams,         \* processes that run a stream; more than one: the lock of the stream is not relied on
    MaxWrites,       \* writes that the application does
    MaxFaults,       \* deaths of processes and lost answers to COMMIT
    MaxCutovers,     \* changes of phase that begin
    \* The safeties. Each is TRUE in Ficus; each FALSE must let TLC find the damage.
    Barrier,         \* a row is committed between reading P0 and the first read
    ReplayAfterCopy, \* the replay begins when the last chunk is written
    CompareAndSet,   \* the checkpoint moves from the expected position and epoch alone
    Mark,            \* a stream leaves out what the opposite stream wrote
    ReadBack,        \* after an unknown COMMIT a stream begins at the stored checkpoint
    ReadBackJournal, \* after an unknown COMMIT a cutover asks the journal what is true
    FenceFirst       \* the marker of the drain is sent behind the fence

VARIABLES
    my, pg,          \* the table on either side
    log, wal,        \* the binlog; the WAL from the slot on. Entries: row, before, after, origin, marked
    unseen,          \* the last entry of log is in the log and no read sees it yet
    truth,           \* what the application was told is accepted
    phase, epoch,    \* table ficus.domain
    fenceM, fenceP,  \* TRUE: the side refuses the application
    cpF, cpR,        \* checkpoints: pos, epoch; pos = None: there is no row
    strictFrom,      \* where the forward stream becomes strict
    slot,            \* the slot of the reverse stream exists
    backfill,        \* stage, p0, done, read: what a worker has read of a chunk and not written
    stream,          \* for each process: on, dir, pos (of its capture), expected, epoch, unknown
    journal,         \* none, open, committed; with its direction
    cutover,         \* at: the step of the live cutover process; marker, forwardAt
    writes, faults, cutovers, alarm

vars == <<my, pg, log, wal, unseen, truth, phase, epoch, fenceM, fenceP, cpF, cpR, strictFrom, slot, backfill,
          stream, journal, cutover, writes, faults, cutovers, alarm>>

None == 99           \* no position, nothing read
Unread == 98

Off == [on |-> FALSE, dir |-> "forward", pos |-> 0, expected |-> 0, epoch |-> 0, unknown |-> FALSE]
NoCheckpoint == [pos |-> None, epoch |-> 0]
Idle == [at |-> "idle", marker |-> 0, forwardAt |-> 0]

Init ==
    /\ my = [r \in Rows |-> 0] /\ pg = [r \in Rows |-> 0] /\ truth = [r \in Rows |-> 0]
    /\ log = <<>> /\ wal = <<>> /\ unseen = FALSE
    /\ phase = "legacy" /\ epoch = 0
    /\ fenceM = FALSE /\ fenceP = TRUE            \* Backfill takes PostgreSQL's fence before anything else
    /\ cpF = NoCheckpoint /\ cpR = NoCheckpoint /\ strictFrom = 0 /\ slot = FALSE
    /\ backfill = [stage |-> "new", p0 |-> 0, done |-> {}, read |-> [r \in Rows |-> Unread]]
    /\ stream = [s \in Streams |-> Off]
    /\ journal = [state |-> "none", to |-> "none"]
    /\ cutover = Idle
    /\ writes = 0 /\ faults = 0 /\ cutovers = 0 /\ alarm = FALSE

Entry(r, before, after, origin, marked) ==
    [row |-> r, before |-> before, after |-> after, origin |-> origin, marked |-> marked]

(* Until the slot is there, nobody will ever read the WAL. *)
Logged(w, e) == IF slot THEN Append(w, e) ELSE w

-----------------------------------------------------------------------------
(* The application. A write inserts or updates a row, or deletes one. *)

Values(old) == {writes + 1} \cup (IF old = 0 THEN {} ELSE {0})

WriteMysql(r) ==
    /\ ~fenceM /\ ~unseen /\ writes < MaxWrites
    /\ \E v \in Values(my[r]) :
        /\ log' = Append(log, Entry(r, my[r], v, "mysql", FALSE))
        /\ my' = [my EXCEPT ![r] = v] /\ truth' = [truth EXCEPT ![r] = v]
    /\ unseen' \in (IF backfill.stage = "new" THEN BOOLEAN ELSE {FALSE})
    /\ writes' = writes + 1
    /\ UNCHANGED <<pg, wal, phase, epoch, fenceM, fenceP, cpF, cpR, strictFrom, slot, backfill, stream, journal,
                   cutover, faults, cutovers, alarm>>

(* A transaction that stood in the log becomes visible to reads: semi-synchronous replication, group commit. *)
Appear ==
    /\ unseen /\ unseen' = FALSE
    /\ UNCHANGED <<my, pg, log, wal, truth, phase, epoch, fenceM, fenceP, cpF, cpR, strictFrom, slot, backfill,
                   stream, journal, cutover, writes, faults, cutovers, alarm>>

WritePostgres(r) ==
    /\ ~fenceP /\ writes < MaxWrites
    /\ \E v \in Values(pg[r]) :
        /\ wal' = Logged(wal, Entry(r, pg[r], v, "postgres", FALSE))
        /\ pg' = [pg EXCEPT ![r] = v] /\ truth' = [truth EXCEPT ![r] = v]
    /\ writes' = writes + 1
    /\ UNCHANGED <<my, log, unseen, phase, epoch, fenceM, fenceP, cpF, cpR, strictFrom, slot, backfill, stream,
                   journal, cutover, faults, cutovers, alarm>>

-----------------------------------------------------------------------------
(* Backfill. *)

(* MysqlPosition.current, at the start of Backfill. *)
ReadP0 ==
    /\ backfill.stage = "new"
    /\ backfill' = [backfill EXCEPT !.stage = "position", !.p0 = Len(log)]
    /\ UNCHANGED <<my, pg, log, wal, unseen, truth, phase, epoch, fenceM, fenceP, cpF, cpR, strictFrom, slot, stream,
                   journal, cutover, writes, faults, cutovers, alarm>>

(* Beats.send: the beat is visible only when everything before it in the log is. *)
PassBarrier ==
    /\ backfill.stage = "position" /\ (Barrier => ~unseen)
    /\ backfill' = [backfill EXCEPT !.stage = "copying"]
    /\ cpF' = IF ReplayAfterCopy THEN cpF ELSE [pos |-> backfill.p0, epoch |-> epoch]
    /\ strictFrom' = IF ReplayAfterCopy THEN strictFrom ELSE None
    /\ UNCHANGED <<my, pg, log, wal, unseen, truth, phase, epoch, fenceM, fenceP, cpR, slot, stream, journal,
                   cutover, writes, faults, cutovers, alarm>>

Visible(r) == IF unseen /\ log[Len(log)].row = r THEN log[Len(log)].before ELSE my[r]

(* ChunkCopier: a chunk is read from MySQL. *)
ReadChunk(r) ==
    /\ backfill.stage = "copying" /\ r \notin backfill.done /\ backfill.read[r] = Unread
    /\ backfill' = [backfill EXCEPT !.read[r] = Visible(r)]
    /\ UNCHANGED <<my, pg, log, wal, unseen, truth, phase, epoch, fenceM, fenceP, cpF, cpR, strictFrom, slot, stream,
                   journal, cutover, writes, faults, cutovers, alarm>>

(* ChunkCopier, ChunkLedger: its rows and its row of the ledger commit together. Rows that are there stay. *)
WriteChunk(r) ==
    /\ backfill.stage = "copying" /\ backfill.read[r] # Unread
    /\ pg' = [pg EXCEPT ![r] = IF @ = 0 THEN backfill.read[r] ELSE @]
    /\ backfill' = [backfill EXCEPT !.read[r] = Unread, !.done = @ \cup {r}]
    /\ UNCHANGED <<my, log, wal, unseen, truth, phase, epoch, fenceM, fenceP, cpF, cpR, strictFrom, slot, stream,
                   journal, cutover, writes, faults, cutovers, alarm>>

(* Backfill.endCopy: the checkpoint begins at P0, strict behind the end of the log. *)
EndCopy ==
    /\ backfill.stage = "copying" /\ backfill.done = Rows
    /\ backfill' = [backfill EXCEPT !.stage = "replaying"]
    /\ cpF' = IF ReplayAfterCopy THEN [pos |-> backfill.p0, epoch |-> epoch] ELSE cpF
    /\ strictFrom' = Len(log)
    /\ UNCHANGED <<my, pg, log, wal, unseen, truth, phase, epoch, fenceM, fenceP, cpR, slot, stream, journal,
                   cutover, writes, faults, cutovers, alarm>>

(* Backfill.finish. *)
Finish ==
    /\ backfill.stage = "replaying" /\ cpF.pos >= strictFrom
    /\ backfill' = [backfill EXCEPT !.stage = "done"]
    /\ phase' = "mirroring" /\ epoch' = epoch + 1
    /\ UNCHANGED <<my, pg, log, wal, unseen, truth, fenceM, fenceP, cpF, cpR, strictFrom, slot, stream, journal,
                   cutover, writes, faults, cutovers, alarm>>

(* kill -9: what was read and not written is gone. *)
CrashBackfill ==
    /\ faults < MaxFaults /\ backfill.stage = "copying" /\ \E r \in Rows : backfill.read[r] # Unread
    /\ backfill' = [backfill EXCEPT !.read = [r \in Rows |-> Unread]]
    /\ faults' = faults + 1
    /\ UNCHANGED <<my, pg, log, wal, unseen, truth, phase, epoch, fenceM, fenceP, cpF, cpR, strictFrom, slot, stream,
                   journal, cutover, writes, cutovers, alarm>>

-----------------------------------------------------------------------------
(* The streams. *)

Checkpoint(dir) == IF dir = "forward" THEN cpF ELSE cpR
Direction == IF phase = "dual-write" THEN "reverse" ELSE "forward"

(* StreamSession.open, in DomainRunner or in Backfill: the checkpoint says where to begin. *)
Open(s) ==
    /\ ~stream[s].on /\ Checkpoint(Direction).pos # None
    /\ stream' = [stream EXCEPT ![s] = [on |-> TRUE, dir |-> Direction, pos |-> Checkpoint(Direction).pos,
                                        expected |-> Checkpoint(Direction).pos,
                                        epoch |-> Checkpoint(Direction).epoch, unknown |-> FALSE]]
    /\ UNCHANGED <<my, pg, log, wal, unseen, truth, phase, epoch, fenceM, fenceP, cpF, cpR, strictFrom, slot,
                   backfill, journal, cutover, writes, faults, cutovers, alarm>>

Next1(s) == (IF stream[s].dir = "forward" THEN log ELSE wal)[stream[s].pos + 1]
HasNext(s) == stream[s].pos < (IF stream[s].dir = "forward" THEN Len(log) ELSE Len(wal))

Holds(s) ==
    LET c == Checkpoint(stream[s].dir)
    IN c.pos # None /\ c.pos = stream[s].expected /\ c.epoch = stream[s].epoch

Moved(dir, s) ==
    IF Checkpoint(dir).pos = None THEN NoCheckpoint
    ELSE [pos |-> stream[s].pos + 1, epoch |-> Checkpoint(dir).epoch]

Skips(e) == Mark /\ e.marked

(* Strict: the change fits the copy. Before the end of the copy the copy may hold it already. *)
Misses(e, table, position) ==
    /\ strictFrom # None /\ position > strictFrom /\ (e.before = 0) # (table[e.row] = 0)

(* Applier: the target transaction, committed as a whole. *)
Commit(s) ==
    LET e == Next1(s)
    IN IF stream[s].dir = "forward"
       THEN /\ cpF' = Moved("forward", s) /\ UNCHANGED <<cpR, my, log>>
            /\ IF Skips(e) THEN UNCHANGED <<pg, wal, alarm>>
               ELSE /\ pg' = [pg EXCEPT ![e.row] = e.after]
                    /\ wal' = Logged(wal, Entry(e.row, pg[e.row], e.after, e.origin, TRUE))
                    /\ alarm' = (alarm \/ Misses(e, pg, stream[s].pos + 1))
       ELSE /\ cpR' = Moved("reverse", s) /\ UNCHANGED <<cpF, pg, wal>>
            /\ IF Skips(e) THEN UNCHANGED <<my, log, alarm>>
               ELSE /\ my' = [my EXCEPT ![e.row] = e.after]
                    /\ log' = Append(log, Entry(e.row, my[e.row], e.after, e.origin, TRUE))
                    /\ alarm' = (alarm \/ Misses(e, my, None))

Steady == UNCHANGED <<unseen, truth, phase, epoch, fenceM, fenceP, strictFrom, slot, backfill, journal, cutover,
                      writes, cutovers>>

(* Checkpoints.move hit its row, COMMIT was answered. *)
Apply(s) ==
    /\ stream[s].on /\ ~stream[s].unknown /\ HasNext(s) /\ (CompareAndSet => Holds(s))
    /\ Commit(s)
    /\ stream' = [stream EXCEPT ![s].pos = @ + 1, ![s].expected = stream[s].pos + 1]
    /\ UNCHANGED faults /\ Steady

(* The answer to COMMIT is lost: it was done, or it was not. *)
ApplyUnknown(s) ==
    /\ faults < MaxFaults
    /\ stream[s].on /\ ~stream[s].unknown /\ HasNext(s) /\ (CompareAndSet => Holds(s))
    /\ \/ Commit(s)
       \/ UNCHANGED <<cpF, cpR, my, pg, log, wal, alarm>>
    /\ stream' = [stream EXCEPT ![s].unknown = TRUE]
    /\ faults' = faults + 1 /\ Steady

(* DomainRunner: CONNECTION_LOST ends the session, and the next begins at the checkpoint. Without the read-back only the
   connection to the target is made again: the capture goes on behind what it had delivered. *)
GoOn(s) ==
    /\ stream[s].on /\ stream[s].unknown
    /\ stream' = [stream EXCEPT ![s] =
            IF ReadBack THEN Off
            ELSE [@ EXCEPT !.unknown = FALSE, !.pos = @ + 1, !.expected = Checkpoint(stream[s].dir).pos]]
    /\ UNCHANGED <<cpF, cpR, my, pg, log, wal, alarm, faults>> /\ Steady

(* STREAM_SUPERSEDED, or kill -9. *)
End(s) ==
    /\ stream[s].on
    /\ \/ CompareAndSet /\ ~stream[s].unknown /\ ~Holds(s) /\ UNCHANGED faults
       \/ stream[s].dir # Direction /\ UNCHANGED faults
       \/ faults < MaxFaults /\ faults' = faults + 1
    /\ stream' = [stream EXCEPT ![s] = Off]
    /\ UNCHANGED <<cpF, cpR, my, pg, log, wal, alarm>> /\ Steady

-----------------------------------------------------------------------------
(* The cutover: CutoverRun walks ToDualWrite, or BackToMirroring. *)

Frame == UNCHANGED <<my, pg, log, unseen, truth, strictFrom, backfill, stream, writes, alarm>>

Begin(to) ==
    /\ cutover.at = "idle" /\ journal.state = "none" /\ cutovers < MaxCutovers
    /\ phase = (IF to = "dual-write" THEN "mirroring" ELSE "dual-write")
    /\ journal' = [state |-> "open", to |-> to] /\ cutover' = [Idle EXCEPT !.at = "opened"]
    /\ cutovers' = cutovers + 1
    /\ UNCHANGED <<wal, phase, epoch, fenceM, fenceP, cpF, cpR, slot, faults>> /\ Frame

Going(at, to) == cutover.at = at /\ journal = [state |-> "open", to |-> to]
Step(at) == cutover' = [cutover EXCEPT !.at = at] /\ UNCHANGED <<journal, cutovers, faults>>

CreateSlot ==
    /\ Going("opened", "dual-write") /\ Step("slot")
    /\ slot' = TRUE /\ wal' = <<>>
    /\ UNCHANGED <<phase, epoch, fenceM, fenceP, cpF, cpR>> /\ Frame

(* MysqlFence waits for open transactions, so nothing is in the log that is not visible. *)
FenceMysql ==
    /\ Going(IF FenceFirst THEN "slot" ELSE "marked", "dual-write") /\ ~unseen
    /\ Step(IF FenceFirst THEN "fenced" ELSE "sent") /\ fenceM' = TRUE
    /\ UNCHANGED <<wal, phase, epoch, fenceP, cpF, cpR, slot>> /\ Frame

(* StreamBeat.travel: the marker is the end of the log at this moment. *)
SendMarker ==
    /\ Going(IF FenceFirst THEN "fenced" ELSE "slot", "dual-write")
    /\ cutover' = [cutover EXCEPT !.at = IF FenceFirst THEN "sent" ELSE "marked", !.marker = Len(log)]
    /\ UNCHANGED <<journal, cutovers, faults, wal, phase, epoch, fenceM, fenceP, cpF, cpR, slot>> /\ Frame

Drained == Going("sent", "dual-write") /\ cpF.pos >= cutover.marker

BeginReverse ==
    /\ Drained /\ Step("reverse") /\ cpR' = [pos |-> 0, epoch |-> epoch + 1]
    /\ UNCHANGED <<wal, phase, epoch, fenceM, fenceP, cpF, slot>> /\ Frame

(* One transaction of PostgreSQL: phase, epoch, checkpoint, fence, journal. The point of no return. *)
Committed(to) ==
    /\ phase' = to /\ epoch' = epoch + 1 /\ journal' = [journal EXCEPT !.state = "committed"]
    /\ IF to = "dual-write"
       THEN cpF' = NoCheckpoint /\ fenceP' = FALSE
       ELSE cpF' = [pos |-> cutover.forwardAt, epoch |-> epoch + 1] /\ UNCHANGED fenceP

CommitCutover ==
    /\ \/ Going("reverse", "dual-write") \/ Going("position", "mirroring")
    /\ Committed(journal.to) /\ cutover' = [cutover EXCEPT !.at = "committed"]
    /\ UNCHANGED <<wal, fenceM, cpR, slot, cutovers, faults>> /\ Frame

CommitUnknown ==
    /\ faults < MaxFaults
    /\ \/ Going("reverse", "dual-write") \/ Going("position", "mirroring")
    /\ \/ Committed(journal.to)
       \/ UNCHANGED <<phase, epoch, journal, cpF, fenceP>>
    /\ cutover' = [cutover EXCEPT !.at = IF ReadBackJournal THEN "dead" ELSE "undoing"]
    /\ faults' = faults + 1
    /\ UNCHANGED <<wal, fenceM, cpR, slot, cutovers>> /\ Frame

FencePostgres ==
    /\ Going("opened", "mirroring")
    /\ cutover' = [cutover EXCEPT !.at = "sent", !.marker = Len(wal)] /\ fenceP' = TRUE
    /\ UNCHANGED <<journal, cutovers, faults, wal, phase, epoch, fenceM, cpF, cpR, slot>> /\ Frame

ReadForward ==
    /\ Going("sent", "mirroring") /\ cpR.pos >= cutover.marker
    /\ cutover' = [cutover EXCEPT !.at = "position", !.forwardAt = Len(log)]
    /\ UNCHANGED <<journal, cutovers, faults, wal, phase, epoch, fenceM, fenceP, cpF, cpR, slot>> /\ Frame

EndReverse == cpR' = NoCheckpoint /\ slot' = FALSE /\ wal' = <<>>
Settled == journal' = [state |-> "none", to |-> "none"] /\ cutover' = Idle

(* What comes behind the commit: by CutoverRun, or by Recovery after a death. *)
CarryOn ==
    /\ cutover.at \in {"committed", "dead"} /\ journal.state = "committed" /\ Settled
    /\ IF journal.to = "mirroring" THEN fenceM' = FALSE /\ EndReverse ELSE UNCHANGED <<fenceM, cpR, slot, wal>>
    /\ UNCHANGED <<phase, epoch, fenceP, cpF, cutovers, faults>> /\ Frame

(* Recovery before the commit; and without the read-back of the journal, whatever is true. *)
Undo ==
    /\ \/ cutover.at = "dead" /\ journal.state = "open"
       \/ cutover.at = "undoing"
    /\ Settled
    /\ IF journal.to = "dual-write"
       THEN fenceM' = FALSE /\ EndReverse /\ UNCHANGED fenceP
       ELSE fenceP' = FALSE /\ UNCHANGED <<fenceM, cpR, slot, wal>>
    /\ UNCHANGED <<phase, epoch, cpF, cutovers, faults>> /\ Frame

CrashCutover ==
    /\ faults < MaxFaults /\ cutover.at \notin {"idle", "dead"}
    /\ cutover' = [cutover EXCEPT !.at = "dead"] /\ faults' = faults + 1
    /\ UNCHANGED <<journal, cutovers, wal, phase, epoch, fenceM, fenceP, cpF, cpR, slot>> /\ Frame

-----------------------------------------------------------------------------
Next ==
    \/ \E r \in Rows : WriteMysql(r) \/ WritePostgres(r) \/ ReadChunk(r) \/ WriteChunk(r)
    \/ Appear \/ ReadP0 \/ PassBarrier \/ EndCopy \/ Finish \/ CrashBackfill
    \/ \E s \in Streams : Open(s) \/ Apply(s) \/ ApplyUnknown(s) \/ GoOn(s) \/ End(s)
    \/ Begin("dual-write") \/ Begin("mirroring")
    \/ CreateSlot \/ FenceMysql \/ SendMarker \/ BeginReverse \/ CommitCutover \/ CommitUnknown
    \/ FencePostgres \/ ReadForward \/ CarryOn \/ Undo \/ CrashCutover

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
(* The promises. *)

(* At most one side takes the application's writes. *)
OneOwner == fenceM \/ fenceP

(* The owner holds every accepted write, and nothing else. *)
NothingLost == (IF phase = "dual-write" THEN pg ELSE my) = truth

(* Copied, no change of phase under way, everything applied: the sides are equal. *)
AtRest ==
    /\ backfill.stage = "done" /\ journal.state = "none" /\ cutover.at = "idle"
    /\ \A s \in Streams : ~stream[s].unknown
    /\ Checkpoint(Direction).pos = Len(IF Direction = "forward" THEN log ELSE wal)
EqualAtRest == AtRest => my = pg

(* No write comes back to the side where the application did it. *)
NoEcho ==
    /\ \A i \in 1..Len(log) : log[i].marked => log[i].origin = "postgres"
    /\ \A i \in 1..Len(wal) : wal[i].marked => wal[i].origin = "mysql"

(* Strict behind the copy is no false alarm. *)
NoAlarm == ~alarm
=============================================================================
