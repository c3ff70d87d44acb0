"""The attacker, who has only the finished files. Imports nothing of disclosure but the policy."""
