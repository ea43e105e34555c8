"""Where everything is kept: tables, migrations, the write path, due work and the outbox."""
