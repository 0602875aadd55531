package dev.ficus.dualwrite.backfill;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.dualwrite.connect.MysqlRows;
import dev.ficus.dualwrite.connect.MysqlServer;
import dev.ficus.dualwrite.stream.MysqlPosition;
import java.sql.Connection;
import java.util.Optional;

/**
 * The server that rows are read from. An address may lead to another server the next time that it is opened (a proxy, a
 * name that moves at a failover), which may lack rows of before the start position; so each connection is compared with
 * the one on which that was made sure.
 *
 * @param replica whether it is a replica
 * @param identity of that server; empty only in the negative control of the tests, which then reads any
 */
record CopySource(MysqlServer server, boolean replica, Optional<String> identity) {

    /** Connects when rows are asked for; each connection may be refused with SOURCE_REPLACED. */
    MysqlRows rows() {
        return new MysqlRows(server, this::check);
    }

    private void check(Connection connection) {
        String found = MysqlPosition.server(connection);
        if (!identity.orElse(found).equals(found)) {
            throw new FicusException(
                    ErrorCode.SOURCE_REPLACED,
                    "a new connection leads to another MySQL server (" + found + ") than the one that the copy reads ("
                            + identity.orElse("") + ")",
                    server.settings().toString(),
                    "name one server by its own address, or lead the address back; then run it again: it goes on where it"
                            + " stopped. A primary that is gone for good ends the copy: begin anew with --restart --yes");
        }
    }
}
