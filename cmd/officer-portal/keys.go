package main

import (
	"errors"
	"fmt"
	"io/fs"

	"officerportal/officer/secret"
)

// keysCommand makes and rotates the key file.
type keysCommand struct {
	New      keysNewCommand      `cmd:"" help:"Make a key file. It never overwrites one: with the old keys goes everything sealed."`
	Announce keysAnnounceCommand `cmd:"" help:"Add new keys without using them yet; restart every instance afterwards."`
	Promote  keysPromoteCommand  `cmd:"" help:"Use the announced keys from now on; restart every instance afterwards."`
	Public   keysPublicCommand   `cmd:"" help:"Print the public keys of evidence (PEM), for whoever checks records and batches."`
}

type keyFileArgument struct {
	File string `arg:"" help:"The key file." type:"path"`
}

type keysNewCommand struct{ keyFileArgument }

// Run makes a key file.
func (k *keysNewCommand) Run() error {
	_, err := secret.Generate(k.File)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s exists already and is left as it is: with old keys goes everything sealed. Name another file", k.File)
	}
	if err != nil {
		return err
	}
	fmt.Printf("Keys written to %s (readable by you alone). Keep a copy offline: without it, sealed document numbers cannot be read.\n", k.File)
	return nil
}

type keysAnnounceCommand struct{ keyFileArgument }

// Run announces new keys.
func (k *keysAnnounceCommand) Run() error {
	if err := secret.Announce(k.File); err != nil {
		return err
	}
	fmt.Println("New keys announced. Restart every instance, then run 'officer-portal keys promote'.")
	return nil
}

type keysPromoteCommand struct{ keyFileArgument }

// Run promotes the announced keys.
func (k *keysPromoteCommand) Run() error {
	if err := secret.Promote(k.File); err != nil {
		return err
	}
	fmt.Println("New keys in use from the next start. Restart every instance.")
	return nil
}

type keysPublicCommand struct{ keyFileArgument }

// Run prints the public half of every evidence key, each after a line with its id.
func (k *keysPublicCommand) Run() error {
	keys, err := secret.Load(k.File)
	if err != nil {
		return err
	}
	for _, p := range keys.Evidence.PublicKeys() {
		text, err := p.PEM()
		if err != nil {
			return err
		}
		fmt.Printf("%s\n%s", p.ID, text)
	}
	return nil
}
