package dev.ficus.dualwrite.doctor;

/**
 * One thing that the doctor found.
 *
 * @param where the server, table or column that it is about
 * @param what is the case
 * @param fix what to do, with the statement written out where there is one
 */
public record DoctorFinding(FindingId id, Severity severity, String where, String what, String fix) {}
