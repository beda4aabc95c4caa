import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { startGuarded, type GuardedProcess } from '../guarded-process';

export interface DovecotPorts { imap: number; imaps: number; lmtp: number; tokenInfo: number }

export interface Dovecot {
  process: GuardedProcess;
  authSocket: string;
  writeUser(address: string, password: string): void;
  /** Closes the sessions of a user, and makes the server number his mails anew (another UIDVALIDITY). */
  renumber(user: string): void;
  kick(user: string): void;
}

/** A private Dovecot on loopback: its own folders, its own users file, no system service. Needs root, as Dovecot always does. */
export function startDovecot(folder: string, ports: DovecotPorts, certificate: { cert: string; key: string }): Dovecot {
  const usersFolder = path.join(folder, 'users');
  const authSocket = path.join(folder, 'run', 'auth-postfix');
  const configFile = path.join(folder, 'dovecot.conf');
  for (const name of ['run', 'state', 'home', 'users']) fs.mkdirSync(path.join(folder, name), { recursive: true });
  fs.chmodSync(path.join(folder, 'home'), 0o777);
  fs.writeFileSync(path.join(folder, 'oauth2.conf.ext'), oauthConfig(ports.tokenInfo));
  fs.writeFileSync(configFile, dovecotConfig({ folder, ports, certificate }));
  const process = startGuarded({ command: '/bin/sh', args: ['-c', `exec /usr/sbin/dovecot -F -c '${configFile}' > '${folder}/dovecot.out' 2>&1`] });
  const doveadm = (...args: string[]): void => {
    try {
      execFileSync('doveadm', ['-c', configFile, ...args], { stdio: 'ignore', timeout: 10_000 });
    } catch {
      // doveadm answers 68 when nobody is signed in.
    }
  };
  return {
    process,
    authSocket,
    writeUser: (address, password) => {
      // One file for each user: Dovecot looks at a changed file once in a second, at a new one at once.
      fs.writeFileSync(path.join(usersFolder, address), `${address}:{PLAIN}${password}::::::\n`, { mode: 0o644 });
    },
    kick: (user) => doveadm('kick', user),
    renumber: (user) => {
      doveadm('kick', user);
      // UIDVALIDITY is the time in seconds: within the same one it would stay.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_100);
      const maildir = path.join(folder, 'home', user, 'Maildir');
      for (const name of fs.readdirSync(maildir)) if (name.startsWith('dovecot')) fs.rmSync(path.join(maildir, name), { force: true, recursive: true });
    },
  };
}

function oauthConfig(port: number): string {
  return `tokeninfo_url = http://127.0.0.1:${port}/tokeninfo?access_token=
introspection_mode = get
username_attribute = email
active_attribute = active
active_value = true
`;
}

interface ConfigFacts { folder: string; ports: DovecotPorts; certificate: { cert: string; key: string } }

function dovecotConfig({ folder, ports, certificate }: ConfigFacts): string {
  return `base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/dovecot.log
protocols = imap lmtp
listen = 127.0.0.1
ssl = yes
ssl_cert = <${certificate.cert}
ssl_key = <${certificate.key}
disable_plaintext_auth = no
auth_mechanisms = plain login xoauth2
auth_failure_delay = 0
auth_cache_size = 0
mail_location = maildir:~/Maildir
maildir_stat_dirs = yes
first_valid_uid = 1
recipient_delimiter = +
lmtp_save_to_detail_mailbox = no
mail_max_userip_connections = 100
imap_idle_notify_interval = 30 s
default_vsz_limit = 512 M
passdb {
  driver = oauth2
  mechanisms = xoauth2
  args = ${folder}/oauth2.conf.ext
}
passdb {
  driver = passwd-file
  args = scheme=PLAIN username_format=%u ${folder}/users/%u
}
userdb {
  driver = passwd-file
  args = username_format=%u ${folder}/users/%u
  default_fields = uid=nobody gid=nogroup home=${folder}/home/%u
}
namespace inbox {
  inbox = yes
  mailbox Sent {
    auto = subscribe
    special_use = \\Sent
  }
  mailbox Junk {
    auto = subscribe
    special_use = \\Junk
  }
}
service anvil {
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service imap-login {
  inet_listener imap {
    port = ${ports.imap}
  }
  inet_listener imaps {
    port = ${ports.imaps}
    ssl = yes
  }
}
service lmtp {
  inet_listener lmtp {
    port = ${ports.lmtp}
  }
}
service auth {
  unix_listener auth-postfix {
    mode = 0666
  }
}
`;
}
