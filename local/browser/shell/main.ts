import './shell.css';
