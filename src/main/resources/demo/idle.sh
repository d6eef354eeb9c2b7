#!/bin/sh
# An agent with nothing to do.
printf 'Nothing on the hook. Waiting for mail.\n'
exec cat
