import fs from 'node:fs';
import path from 'node:path';
import { startGuarded, type GuardedProcess } from '../guarded-process';

export interface PostfixPorts { smtp: number; submission: number; submissions: number; lmtp: number }

/**
 * A private Postfix on loopback with its own configuration, queue and data folders. Recipients tell it what to answer:
 * `unknown…@` 550 5.1.1, `full…@` 552 5.2.2, `later…@` 451 4.7.1, `spam…@` 554 5.7.1. Everybody else goes to Dovecot, which knows its users:
 * a mail to a user that it does not know comes back as Postfix's own bounce.
 */
export function startPostfix(folder: string, ports: PostfixPorts, facts: { cert: string; key: string; authSocket: string; domains: readonly string[] }): GuardedProcess {
  const config = path.join(folder, 'postfix');
  fs.mkdirSync(config, { recursive: true });
  for (const name of ['queue', 'data']) fs.mkdirSync(path.join(folder, `postfix-${name}`), { recursive: true });
  fs.writeFileSync(path.join(config, 'recipients'), `/^unknown[^@]*@/ 550 5.1.1 User unknown in virtual mailbox table
/^full[^@]*@/ 552 5.2.2 Mailbox full: quota exceeded
/^later[^@]*@/ 451 4.7.1 Greylisted, please try again later
/^spam[^@]*@/ 554 5.7.1 Message rejected as spam
`);
  fs.writeFileSync(path.join(config, 'main.cf'), mainConfig(folder, config, ports, facts));
  fs.writeFileSync(path.join(config, 'master.cf'), masterConfig(ports));
  // postfix-script owns the folders' rights; "check" makes what is missing in the queue.
  return startGuarded({ command: '/bin/sh', args: ['-c', `chown postfix '${folder}/postfix-data'; postfix -c '${config}' check; exec setsid /usr/lib/postfix/sbin/master -d -c '${config}'`], patienceMs: 8_000 });
}

function mainConfig(folder: string, config: string, ports: PostfixPorts, facts: { cert: string; key: string; authSocket: string; domains: readonly string[] }): string {
  return `compatibility_level = 3.6
queue_directory = ${folder}/postfix-queue
data_directory = ${folder}/postfix-data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
shlib_directory = /usr/lib/postfix
mail_owner = postfix
setgid_group = postdrop
myhostname = mail.acme.test
mydestination =
mynetworks = 127.0.0.0/8
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
recipient_delimiter = +
virtual_mailbox_domains = ${facts.domains.join(', ')}
virtual_mailbox_maps = static:all
virtual_transport = lmtp:inet:127.0.0.1:${ports.lmtp}
lmtp_destination_recipient_limit = 1
default_transport = error:5.1.2 this test server sends nothing to the outside
local_transport = error:no local mail
alias_maps =
alias_database =
biff = no
message_size_limit = 10485760
mailbox_size_limit = 0
virtual_mailbox_limit = 0
bounce_queue_lifetime = 1m
smtpd_tls_cert_file = ${facts.cert}
smtpd_tls_key_file = ${facts.key}
smtpd_tls_security_level = may
smtpd_sasl_type = dovecot
smtpd_sasl_path = ${facts.authSocket}
smtpd_recipient_restrictions = check_recipient_access regexp:${config}/recipients, permit_sasl_authenticated, permit_mynetworks, reject
smtpd_relay_restrictions = permit_sasl_authenticated, permit_mynetworks, reject
smtpd_client_connection_count_limit = 0
smtpd_client_connection_rate_limit = 0
smtpd_error_sleep_time = 0
smtpd_peername_lookup = no
maillog_file_prefixes = ${folder}
maillog_file = ${folder}/postfix.log
`;
}

function masterConfig(ports: PostfixPorts): string {
  const smtpd = 'inet n - n - - smtpd';
  const auth = '  -o smtpd_sasl_auth_enable=yes\n  -o smtpd_recipient_restrictions=check_recipient_access,regexp:$config_directory/recipients,permit_sasl_authenticated,reject\n  -o smtpd_relay_restrictions=permit_sasl_authenticated,reject\n';
  return `127.0.0.1:${ports.smtp} ${smtpd}
127.0.0.1:${ports.submission} ${smtpd}
${auth}127.0.0.1:${ports.submissions} ${smtpd}
  -o smtpd_tls_wrappermode=yes
${auth}pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
proxywrite unix - - n - 1 proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
local unix - n n - - local
virtual unix - n n - - virtual
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
`;
}
